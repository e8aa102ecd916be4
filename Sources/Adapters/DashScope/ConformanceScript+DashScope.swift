public import VideoGenerationCore

extension ConformanceScript {
    /// The responses of Model Studio: the task inside `output`, and an error in `code` and `message`.
    public static let dashScope = ConformanceScript(
        accepted: #"{"output": {"task_id": "<id>", "task_status": "PENDING"}, "request_id": "7574ee8f-38a3"}"#,
        refusals: [
            Refusal(.authenticationFailed, dashScopeError("InvalidApiKey", 401)),
            Refusal(.invalidRequest, dashScopeError("InvalidParameter", 400)),
            Refusal(.invalidRequest, dashScopeError("InvalidParameter", 200)),
            Refusal(.contentRejected, dashScopeError("DataInspectionFailed", 400)),
            Refusal(.insufficientFunds, dashScopeError("Arrearage", 400)),
            Refusal(.permissionDenied, dashScopeError("AccessDenied", 403)),
            Refusal(.permissionDenied, dashScopeError("AccessDenied.Unpurchased", 403)),
            Refusal(.modelUnavailable, dashScopeError("ModelNotFound", 404)),
            Refusal(.rateLimited, dashScopeError("Throttling.RateQuota", 429)),
            Refusal(.quotaExhausted, dashScopeError("AllocationQuota.FreeTierOnly", 403)),
        ],
        words: [
            "PENDING": .queued, "RUNNING": .running, "SUSPENDED": .running, "SUCCEEDED": .succeeded,
            "FAILED": .failed, "CANCELED": .cancelled,
        ],
        running: """
            {"request_id": "7574ee8f-38a3", "output": {"task_id": "<id>", "task_status": "<status>",
             "submit_time": "2026-11-27 21:36:31.896", "scheduled_time": "2026-11-27 21:36:31.936"}}
            """,
        succeeded: """
            {"request_id": "7574ee8f-38a3", "output": {"task_id": "<id>", "task_status": "<status>",
             "submit_time": "2026-11-27 21:36:31.896", "scheduled_time": "2026-11-27 21:36:31.936",
             "end_time": "2026-11-27 21:40:11.074", "orig_prompt": "a boat", "video_url": "<link>"},
             "usage": {"duration": 5, "input_video_duration": 0, "output_video_duration": 5, "SR": 720,
             "ratio": "16:9", "video_count": 1}}
            """,
        failed: """
            {"request_id": "7574ee8f-38a3", "output": {"task_id": "<id>", "task_status": "<status>",
             "submit_time": "2026-11-27 21:36:31.896", "end_time": "2026-11-27 21:36:33.074",
             "code": "InternalError.Timeout", "message": "<reason>"}}
            """,
        failures: [
            Refusal(
                .contentRejected,
                """
                {"request_id": "7574ee8f-38a3", "output": {"task_id": "<id>", "task_status": "FAILED",
                 "code": "DataInspectionFailed", "message": "<reason>"}}
                """
            ),
            Refusal(
                .invalidRequest,
                """
                {"request_id": "7574ee8f-38a3", "output": {"task_id": "<id>", "task_status": "FAILED",
                 "code": "InvalidParameter", "message": "<reason>"}}
                """
            ),
        ],
        withoutOutput: """
            {"request_id": "7574ee8f-38a3", "output": {"task_id": "<id>", "task_status": "<status>"},
             "usage": {"video_count": 0}}
            """,
        list: """
            {"request_id": "7574ee8f-38a3", "data": [{"task_id": "<id>", "status": "RUNNING",
             "model_name": "wan3.0-video", "region": "ap-southeast-1"}], "total": 1, "total_page": 1, "page_no": 1,
             "page_size": 10}
            """,
        uploads: [
            """
            {"request_id": "7574ee8f-38a3", "data": {"policy": "eyJleHBpcmF0aW9uIjoi", "signature": "g5K0Uy8b",
             "upload_dir": "dashscope-instant/52afe077/2026-11-27/<file>", "upload_host": "<link>",
             "expire_in_seconds": 300, "max_file_size_mb": 100, "capacity_limit_mb": 999999999,
             "oss_access_key_id": "LTAI", "x_oss_object_acl": "private", "x_oss_forbid_overwrite": "true"}}
            """,
            SampleResponse(""),
        ],
        charge: Charge(5, "seconds"),
        stopped: #"{"request_id": "7574ee8f-38a3"}"#,
        unknownTask: #"{"request_id": "7574ee8f-38a3", "output": {"task_id": "<id>", "task_status": "UNKNOWN"}}"#
    )

    private static func dashScopeError(_ code: String, _ status: Int) -> SampleResponse {
        SampleResponse(
            #"{"code": "\#(code)", "message": "<reason>", "request_id": "7574ee8f-38a3"}"#,
            status: status
        )
    }
}
