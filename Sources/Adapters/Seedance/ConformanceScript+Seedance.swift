public import VideoGenerationCore

extension ConformanceScript {
    /// The responses of BytePlus ModelArk and Volcengine Ark: HTTP statuses for errors, everything in one object.
    public static let seedance = ConformanceScript(
        accepted: #"{"id": "<id>", "safety_identifier": "<own>"}"#,
        refusals: [
            Refusal(.authenticationFailed, seedanceError("AuthenticationError", "Unauthorized", 401)),
            Refusal(.contentRejected, seedanceError("InputTextSensitiveContentDetected", "BadRequest", 400)),
            Refusal(.contentRejected, seedanceError("SensitiveContentDetected.Violence", "BadRequest", 400)),
            Refusal(.invalidRequest, seedanceError("InvalidParameter", "BadRequest", 400)),
            Refusal(.invalidRequest, seedanceError("MissingParameter", "BadRequest", 400)),
            Refusal(.insufficientFunds, seedanceError("AccountOverdueError", "Forbidden", 403)),
            Refusal(.permissionDenied, seedanceError("AccessDenied", "Forbidden", 403)),
            Refusal(.modelUnavailable, seedanceError("ModelNotOpen", "NotFound", 404)),
            Refusal(.modelUnavailable, seedanceError("InvalidEndpointOrModel.NotFound", "NotFound", 404)),
            Refusal(.rateLimited, seedanceError("RateLimitExceeded.EndpointRPMExceeded", "TooManyRequests", 429)),
            Refusal(.quotaExhausted, seedanceError("SetLimitExceeded", "TooManyRequests", 429)),
        ],
        words: [
            "queued": .queued, "running": .running, "succeeded": .succeeded, "failed": .failed,
            "cancelled": .cancelled, "expired": .expired,
        ],
        running: """
            {"id": "<id>", "model": "dreamina-seedance-2-0-260128", "status": "<status>", "created_at": 1790000000,
             "updated_at": 1790000060, "service_tier": "default", "execution_expires_after": 172800,
             "safety_identifier": "<own>"}
            """,
        succeeded: """
            {"id": "<id>", "model": "dreamina-seedance-2-0-260128", "status": "<status>", "error": null,
             "content": {"video_url": "<link>"}, "usage": {"completion_tokens": 108900, "total_tokens": 108900},
             "created_at": 1790000000, "updated_at": 1790000090, "seed": 58944, "resolution": "720p",
             "ratio": "16:9", "duration": 5, "framespersecond": 24, "service_tier": "default",
             "execution_expires_after": 172800, "safety_identifier": "<own>"}
            """,
        failed: """
            {"id": "<id>", "model": "dreamina-seedance-2-0-260128", "status": "<status>",
             "error": {"code": "InternalServiceError", "message": "<reason>"},
             "created_at": 1790000000, "updated_at": 1790000090}
            """,
        failures: [
            Refusal(
                .contentRejected,
                """
                {"id": "<id>", "model": "dreamina-seedance-2-0-260128", "status": "<status>",
                 "error": {"code": "OutputVideoSensitiveContentDetected", "message": "<reason>"},
                 "created_at": 1790000000, "updated_at": 1790000090}
                """
            )
        ],
        withoutOutput: """
            {"id": "<id>", "model": "dreamina-seedance-2-0-260128", "status": "<status>", "content": {},
             "created_at": 1790000000, "updated_at": 1790000090}
            """,
        list: """
            {"items": [{"id": "<id>", "model": "dreamina-seedance-2-0-260128", "status": "running",
             "created_at": 1790000000, "updated_at": 1790000060, "safety_identifier": "<own>"}], "total": 1}
            """,
        charge: Charge(108_900, "tokens"),
        stopped: "{}"
    )

    private static func seedanceError(_ code: String, _ type: String, _ status: Int) -> SampleResponse {
        SampleResponse(
            #"{"error": {"code": "\#(code)", "message": "<reason>", "param": "", "type": "\#(type)"}}"#,
            status: status
        )
    }
}
