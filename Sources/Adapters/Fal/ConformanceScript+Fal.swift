public import VideoGenerationCore

extension ConformanceScript {
    /// fal's queue. The shapes are those of its pages about the queue, about errors and about the models.
    public static let fal = ConformanceScript(
        key: "Authorization: Key <key>",
        accepted: """
            {"status": "IN_QUEUE", "request_id": "<id>", "queue_position": 0,
             "response_url": "<base>/fal-ai/veo3.1/requests/<id>",
             "status_url": "<base>/fal-ai/veo3.1/requests/<id>/status",
             "cancel_url": "<base>/fal-ai/veo3.1/requests/<id>/cancel"}
            """,
        refusals: [
            Refusal(.authenticationFailed, SampleResponse(#"{"detail": "<reason>"}"#, status: 401)),
            Refusal(.permissionDenied, SampleResponse(#"{"detail": "<reason>"}"#, status: 403)),
            Refusal(.invalidRequest, SampleResponse(#"{"detail": "<reason>"}"#, status: 404)),
            Refusal(
                .invalidRequest,
                SampleResponse(
                    #"{"detail": [{"loc": ["body"], "msg": "<reason>", "type": "json_invalid"}]}"#,
                    status: 422
                )
            ),
            Refusal(.rateLimited, SampleResponse(#"{"detail": "<reason>"}"#, status: 429)),
        ],
        words: ["IN_QUEUE": .queued, "IN_PROGRESS": .running, "COMPLETED": .succeeded],
        running: SampleResponse(
            """
            {"status": "<status>", "request_id": "<id>", "queue_position": 1, "logs": null,
             "response_url": "<base>/fal-ai/veo3.1/requests/<id>"}
            """,
            status: 202
        ),
        succeeded: """
            {"status": "<status>", "request_id": "<id>", "logs": [], "metrics": {"inference_time": 61.2},
             "response_url": "<base>/fal-ai/veo3.1/requests/<id>"}
            """,
        failed: """
            {"status": "COMPLETED", "request_id": "<id>", "logs": [], "metrics": {},
             "error": "<reason>", "error_type": "runner_disconnected"}
            """,
        failures: [
            Refusal(
                .generationFailed,
                """
                {"status": "COMPLETED", "request_id": "<id>", "error": "<reason>", "error_type": "request_timeout"}
                """
            ),
            Refusal(
                .contentRejected,
                """
                {"status": "COMPLETED", "request_id": "<id>", "error": "<reason>",
                 "error_type": "content_policy_violation"}
                """
            ),
            Refusal(.generationFailed, #"{"status": "COMPLETED", "request_id": "<id>", "error_type": "<reason>"}"#),
        ],
        file: """
            {"video": {"url": "<link>", "content_type": "video/mp4", "file_name": "output.mp4", "file_size": 4404019},
             "seed": 7}
            """,
        failedFile: Refusal(
            .contentRejected,
            SampleResponse(
                """
                {"detail": [{"loc": ["body", "prompt"], "msg": "<reason>", "type": "content_policy_violation",
                             "url": "https://docs.fal.ai/errors#content_policy_violation", "input": {}}]}
                """,
                status: 422,
                fields: ["Content-Type": "application/json", "x-fal-error-type": "content_policy_violation"]
            )
        ),
        withoutOutput: #"{"status": "<status>", "request_id": "<id>", "logs": []}"#,
        uploads: [
            """
            {"upload_url": "<base>/uploads/b/0a8eba37/input.png", "file_url": "https://v3.fal.media/files/b/input.png"}
            """,
            "",
        ],
        stopped: SampleResponse(#"{"status": "CANCELLATION_REQUESTED"}"#, status: 202)
    )
}
