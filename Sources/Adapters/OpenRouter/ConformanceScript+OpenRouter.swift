public import VideoGenerationCore

extension ConformanceScript {
    /// OpenRouter, with the fields that the package `openrouter` 1.3.84 and the API's reference name.
    public static let openRouter = ConformanceScript(
        request: { VideoRequest(prompt: $0, model: "acme/video-1") },
        accepted: SampleResponse(
            #"{"id": "<id>", "polling_url": "<base>/videos/<id>", "generation_id": "gen-1", "status": "pending"}"#,
            status: 202
        ),
        refusals: [
            openRouterError(401, .authenticationFailed),
            openRouterError(402, .insufficientFunds),
            openRouterError(403, .permissionDenied),
            openRouterError(400, .invalidRequest),
            openRouterError(413, .invalidRequest),
            openRouterError(429, .rateLimited),
            Refusal(
                .modelUnavailable,
                SampleResponse(
                    #"{"error": {"message": "No endpoints found for acme/video-1.", "code": 404}}"#,
                    status: 404
                )
            ),
        ],
        words: [
            "pending": .queued, "in_progress": .running, "completed": .succeeded, "failed": .failed, "dead": .failed,
            "cancelled": .cancelled, "expired": .expired,
        ],
        running:
            #"{"id": "<id>", "polling_url": "<base>/videos/<id>", "generation_id": "gen-1", "status": "<status>"}"#,
        succeeded: """
            {"id": "<id>", "polling_url": "<base>/videos/<id>", "generation_id": "gen-1", "status": "<status>", "urls": ["<link>"],
             "unsigned_urls": ["<base>/videos/gen-vid-1/content?index=0"], "expires_at": 1900000000,
             "usage": {"cost": 0.25, "is_byok": false}}
            """,
        failed: #"{"id": "<id>", "polling_url": "<base>/videos/<id>", "status": "<status>", "error": "<reason>"}"#,
        failures: [
            Refusal(
                .contentRejected,
                #"{"id": "<id>", "polling_url": "<base>/videos/<id>", "status": "<status>", "error": "The content policy forbids it: <reason>"}"#
            ),
            Refusal(
                .generationFailed,
                #"{"id": "<id>", "polling_url": "<base>/videos/<id>", "status": "<status>", "error": "<reason>", "usage": {"cost": 0, "is_byok": false}}"#
            ),
        ],
        charge: Charge(Money(cents: 25))
    )

    /// The same without a stored copy: the bytes are behind the content route, which needs the key.
    package static let openRouterContent: ConformanceScript = {
        var script = openRouter
        script.succeeded = """
            {"id": "<id>", "polling_url": "<base>/videos/<id>", "status": "<status>", "unsigned_urls": ["<base>/videos/gen-vid-1/content?index=0"],
             "usage": {"cost": 0.25, "is_byok": false}}
            """
        return script
    }()

    private static func openRouterError(_ status: Int, _ code: VideoError.Code) -> Refusal {
        Refusal(
            code,
            SampleResponse(#"{"error": {"code": \#(status), "message": "<reason>", "metadata": null}}"#, status: status)
        )
    }
}
