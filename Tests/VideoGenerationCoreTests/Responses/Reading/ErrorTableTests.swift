import Testing

@testable import VideoGenerationCore

@Suite(.timeLimit(.minutes(20))) struct ErrorTableTests {
    @Test("a row is found in whatever style it or the code is written")
    func style() {
        let table = ErrorTable(["QuotaGone": .init(.quotaExhausted)]).adding(["NO_Route": .init(.modelUnavailable)])
        #expect(table["QuotaGone"]?.code == .quotaExhausted)
        #expect(table["quota_gone"]?.code == .quotaExhausted)
        #expect(table["no-route"]?.code == .modelUnavailable)
        #expect(table.adding(["quotagone": .init(.rateLimited)])["QuotaGone"]?.code == .rateLimited)
        #expect(ErrorTable.common["InvalidApiKey"]?.code == .authenticationFailed)
        #expect(table[""] == nil && table["-"] == nil)
    }

    @Test(
        "a code of one of the families refuses the content",
        arguments: [
            ("OutputVideoSensitiveContentDetected.PolicyViolation", true), ("InputImageSensitiveContentDetected", true),
            ("SAFETY.INPUT.TEXT", true), ("content_moderated", true), ("GuardrailIntervened", true),
            ("INTERNAL.BAD_OUTPUT.CODE01", false), ("safety_identifier_missing", false), ("invalid_request", false),
        ]
    )
    func family(_ code: String, _ isRefusal: Bool) { #expect(ErrorTable.refusesContent(code) == isRefusal) }

    @Test(
        "words say what no code says",
        arguments: [
            ("Blocked by guardrail bedrock-pre-guard", .contentRejected),
            ("The video may be related to copyright restrictions.", .contentRejected),
            ("触发风控，请修改提示词", .contentRejected), ("The content failed risk control.", .contentRejected),
            ("Copyright © 2026 Example Inc. All rights reserved. Bad Gateway", nil),
            ("The API deployment for this resource does not exist.", .modelUnavailable),
            ("no_valid_channel_error", .modelUnavailable), ("当前分组 default 下对于模型 x 无可用渠道", .modelUnavailable),
            ("No endpoints found for x/y.", .modelUnavailable),
            ("No deployments available for selected model, try again in 5 seconds", nil),
            ("Budget has been exceeded! Current cost: 3", .insufficientFunds), ("GPU OOM", nil),
        ] as [(String, VideoError.Code?)]
    )
    func words(_ text: String, _ code: VideoError.Code?) { #expect(ErrorTable.meaning(of: text)?.code == code) }

    @Test("what a LiteLLM proxy passes on of its provider's wish is kept, unless it has its own")
    func providersWish() {
        #expect(RetryHint(["llm_provider-retry-after": "7"]).delay == .seconds(7))
        #expect(RetryHint(["llm_provider-retry-after": "7", "Retry-After": "3"]).delay == .seconds(3))
    }
}
