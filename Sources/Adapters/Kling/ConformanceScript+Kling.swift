public import VideoGenerationCore

extension ConformanceScript {
    /// The responses of Kling: an envelope with a code, and the task in `data`.
    public static let kling = ConformanceScript(
        accepted: """
            {"code": 0, "message": "SUCCEED", "request_id": "c0656403-1e6e-4b7e-b8f8-2cdd2595f2b9", "data": {
             "task_id": "<id>", "task_status": "submitted", "task_info": {"external_task_id": "<own>"},
             "created_at": 1790000000166, "updated_at": 1790000000166}}
            """,
        refusals: [
            Refusal(.authenticationFailed, klingError(1002, 401)),
            Refusal(.insufficientFunds, klingError(1102, 429)),
            Refusal(.permissionDenied, klingError(1103, 403)),
            Refusal(.invalidRequest, klingError(1201, 400)),
            Refusal(.invalidRequest, klingError(1203, 404)),
            Refusal(.contentRejected, klingError(1301, 400)),
            Refusal(.rateLimited, klingError(1302, 429)),
            Refusal(.rateLimited, klingError(1303, 429)),
            Refusal(.authenticationFailed, klingError(1004, 200)),
            Refusal(.invalidRequest, klingError(1201, 200)),
            Refusal(.contentRejected, klingError(1301, 200)),
            Refusal(.rateLimited, klingError(1303, 200)),
        ],
        words: ["submitted": .queued, "processing": .running, "succeed": .succeeded, "failed": .failed],
        running: """
            {"code": 0, "message": "SUCCEED", "request_id": "r-2", "data": {"task_id": "<id>",
             "task_status": "<status>", "task_status_msg": "", "task_info": {"external_task_id": "<own>"},
             "created_at": 1790000000166, "updated_at": 1790000004166}}
            """,
        succeeded: """
            {"code": 0, "message": "SUCCEED", "request_id": "r-3", "data": {"task_id": "<id>",
             "task_status": "<status>", "task_status_msg": "", "task_info": {"external_task_id": "<own>"},
             "watermark_info": {"enabled": false}, "final_unit_deduction": "2",
             "task_result": {"videos": [{"id": "867283741759111999", "url": "<link>", "duration": "5.1"}]},
             "created_at": 1790000000166, "updated_at": 1790000090166}}
            """,
        failed: """
            {"code": 0, "message": "SUCCEED", "request_id": "r-4", "data": {"task_id": "<id>",
             "task_status": "<status>", "task_status_msg": "<reason>", "task_info": {"external_task_id": "<own>"},
             "created_at": 1790000000166, "updated_at": 1790000090166}}
            """,
        withoutOutput: """
            {"code": 0, "message": "SUCCEED", "request_id": "r-5", "data": {"task_id": "<id>",
             "task_status": "<status>", "task_status_msg": "", "task_result": {"videos": []},
             "created_at": 1790000000166, "updated_at": 1790000090166}}
            """,
        list: """
            {"code": 0, "message": "SUCCEED", "request_id": "r-6", "data": [{"task_id": "<id>",
             "task_status": "processing", "task_status_msg": "", "task_info": {"external_task_id": "<own>"},
             "created_at": 1790000000166, "updated_at": 1790000004166}]}
            """,
        lookup: """
            {"code": 0, "message": "SUCCEED", "request_id": "r-7", "data": {"task_id": "<id>",
             "task_status": "processing", "task_status_msg": "", "task_info": {"external_task_id": "<own>"},
             "created_at": 1790000000166, "updated_at": 1790000004166}}
            """
    )

    private static func klingError(_ code: Int, _ status: Int) -> SampleResponse {
        SampleResponse(#"{"code": \#(code), "message": "<reason>", "request_id": "r-1"}"#, status: status)
    }
}
