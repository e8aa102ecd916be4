public import VideoGenerationCore

extension ConformanceScript {
    /// xAI, in the shapes that the package `@ai-sdk/xai` reads, with errors as users report them.
    public static let xai = ConformanceScript(
        accepted: #"{"request_id": "<id>"}"#,
        refusals: [
            Refusal(
                .authenticationFailed,
                xaiError("Incorrect API key provided. You can obtain an API key from https://console.x.ai. <reason>")
            ),
            Refusal(.invalidRequest, xaiError("<reason>")),
            Refusal(.invalidRequest, xaiError("<reason>", code: "invalid-argument")),
            Refusal(.authenticationFailed, xaiError("<reason>", code: "unauthenticated", status: 401)),
            Refusal(.permissionDenied, xaiError("<reason>", code: "permission-denied", status: 403)),
            Refusal(.rateLimited, xaiError("<reason>", code: "resource-exhausted", status: 429)),
        ],
        words: ["pending": .running, "done": .succeeded, "failed": .failed, "expired": .expired],
        running: SampleResponse(#"{"status": "<status>", "progress": 40}"#, status: 202),
        succeeded: """
            {"status": "<status>", "progress": 100, "model": "grok-imagine-video-1.5",
             "video": {"url": "<link>", "duration": 8, "respect_moderation": true},
             "usage": {"cost_in_usd_ticks": 6400000000}}
            """,
        failed: """
            {"status": "<status>", "model": "grok-imagine-video-1.5",
             "error": {"code": "internal_error", "message": "<reason>"}}
            """,
        failures: [
            Refusal(
                .contentRejected,
                xaiError(
                    "Generated video rejected by content moderation. <reason>",
                    rest: #", "usage": {"cost_in_usd_ticks": 2500000000}"#
                )
            )
        ],
        withoutOutput: #"{"status": "<status>", "progress": 100, "video": {"url": "", "duration": 8}}"#,
        charge: Charge(
            6_400_000_000,
            "ticks",
            rate: Money(Decimal(sign: .plus, exponent: -10, significand: 1)),
            readOn: XAIModels.readOn
        ),
        unknownTask: xaiError(
            "The video task was not found.",
            code: "Some requested entity was not found",
            status: 404
        )
    )

    private static func xaiError(
        _ message: String,
        code: String = "Client specified an invalid argument",
        status: Int = 400,
        rest: String = ""
    ) -> SampleResponse {
        SampleResponse(#"{"code": "\#(code)", "error": "\#(message)"\#(rest)}"#, status: status)
    }
}
