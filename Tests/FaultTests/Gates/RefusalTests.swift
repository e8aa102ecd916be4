import Testing
import VideoGeneration
import VideoGenerationTesting

/// An ordinary refusal, as a server sends it.
struct Refusal: Sendable, CustomTestStringConvertible {
    let server: String
    let reason: String
    /// The dialects that the server speaks.
    let dialects: [String]
    let response: HTTPResponse

    var testDescription: String { "\(server): \(reason)" }

    init(_ server: String, _ reason: String, _ dialects: [String], _ response: HTTPResponse) {
        (self.server, self.reason, self.dialects, self.response) = (server, reason, dialects, response)
    }

    static let all = liteLLM + newAPI + selfHosted + openRouter + miniMaxV1 + miniMaxV2 + nginx

    private static func openAI(_ message: String, _ type: String, _ code: String) -> String {
        #"{"error":{"message":"\#(message)","type":"\#(type)","param":null,"code":\#(code)}}"#
    }

    private static let liteLLM: [Refusal] = [
        ("wrong key", 401, openAI("Authentication Error, Invalid proxy server token passed", "auth_error", #""401""#)),
        (
            "no funds", 400,
            openAI("Budget has been exceeded! Current cost: 1.2, Max budget: 1.0", "budget_exceeded", #""400""#)
        ),
        ("no funds, newer", 429, openAI("Budget has been exceeded!", "budget_exceeded", #""429""#)),
        ("wrong model", 400, openAI("Invalid model name passed in model=sora-9", "invalid_request_error", #""400""#)),
        ("wrong base URL", 404, #"{"detail":"Not Found"}"#),
        ("moderation", 400, openAI("ContentPolicyViolationError: OpenAIException", "None", #""400""#)),
        ("size", 413, openAI("Request size is too large", "bad_request_error", "413")),
        ("method", 405, #"{"detail":"Method Not Allowed"}"#),
    ].map { Refusal("LiteLLM", $0.0, ["openai-videos"], .json($0.1, $0.2, ["x-litellm-version": "1.109.1"])) }

    private static let newAPI: [Refusal] = [
        (
            "wrong key", 401,
            #"{"error":{"message":"无效的令牌 (request id: 20261127)","type":"new_api_error","code":"invalid_token"}}"#
        ),
        ("no funds", 403, #"{"error":{"message":"用户额度不足","type":"new_api_error","code":"insufficient_user_quota"}}"#),
        ("no funds, task", 403, #"{"code":"insufficient_user_quota","message":"quota","data":null}"#),
        (
            "no funds dressed as load", 429,
            #"{"code":"insufficient_user_quota","message":"当前分组上游负载已饱和，请稍后再试","data":null}"#
        ),
        (
            "wrong model", 503,
            #"{"error":{"message":"No available channel for model x under group default","type":"new_api_error","code":"model_not_found"}}"#
        ),
        (
            "wrong base URL", 404,
            #"{"error":{"message":"Invalid URL (POST /v1/v1/videos)","type":"invalid_request_error","param":"","code":""}}"#
        ),
        ("moderation", 400, #"{"code":"sensitive_words_detected","message":"用户输入包含敏感词","data":null}"#),
        ("size", 400, #"{"code":"invalid_request","message":"size is not supported","data":null}"#),
        ("body", 413, #"{"code":"invalid_request","message":"multipart: message too large","data":null}"#),
    ].map {
        Refusal(
            "new-api",
            $0.0,
            ["newapi-task", "openai-videos", "veo-unified", "minimax-relay", "minimax-cometapi"],
            .json($0.1, $0.2)
        )
    }

    private static let selfHosted: [Refusal] = ["sglang", "vLLM-Omni"].flatMap { server in
        [
            ("wrong key", 401, #"{"error":"Unauthorized"}"#),
            ("wrong model", 404, openAI("The model `x` does not exist.", "NotFoundError", "404")),
            ("wrong base URL", 404, #"{"detail":"Not Found"}"#),
            ("form", 400, #"{"detail":"input_reference file is required"}"#),
            (
                "size", 422,
                #"{"detail":[{"type":"string_pattern_mismatch","loc":["body","size"],"msg":"String should match pattern","input":"1x"}]}"#
            ),
            ("body", 413, "Request Entity Too Large"),
            ("media type", 415, #"{"detail":"Unsupported Media Type"}"#),
        ].map { Refusal(server, $0.0, ["openai-videos"], .json($0.1, $0.2)) }
    }

    private static let openRouter: [Refusal] = [
        ("wrong key", 401, #"{"error":{"message":"No auth credentials found","code":401}}"#),
        ("no funds", 402, #"{"error":{"message":"Insufficient credits","code":402},"user_id":"user_1"}"#),
        ("wrong model", 400, #"{"error":{"message":"x is not a valid model ID","code":400}}"#),
        ("no endpoint", 404, #"{"error":{"message":"No endpoints found for x.","code":404}}"#),
        (
            "moderation", 403,
            #"{"error":{"message":"x requires moderation","code":403,"metadata":{"reasons":["violence"]}}}"#
        ),
        ("size", 400, #"{"error":{"message":"Invalid size","code":400}}"#),
        ("wrong base URL", 404, "<!DOCTYPE html><html><head><title>Not Found | OpenRouter</title></head></html>"),
    ].map { Refusal("OpenRouter", $0.0, ["openai-videos"], .json($0.1, $0.2)) }

    private static let miniMaxV1: [Refusal] =
        [
            ("wrong key", 1004, "login fail: Please carry the API secret key in the 'Authorization' field"),
            ("another wrong key", 2049, "invalid api key"), ("no funds", 1008, "insufficient balance"),
            ("plan used up", 2056, "usage limit exceeded, resets at 2026-11-27T20:00:00Z"),
            ("wrong model", 2013, "invalid params, unknown model"), ("not in the plan", 2061, "your plan has no x"),
            ("moderation", 1026, "new_sensitive"), ("size", 2013, "invalid params, resolution"),
            ("invisible characters", 1042, "invisible character ratio limit"),
        ].map { reason, code, words in
            Refusal(
                "MiniMax v1",
                reason,
                ["minimax-v1", "minimax-template", "minimax-relay", "minimax-cometapi"],
                .json(200, #"{"task_id":"","base_resp":{"status_code":\#(code),"status_msg":"\#(words)"}}"#)
            )
        } + [Refusal("MiniMax v1", "wrong base URL", ["minimax-v1"], .json(404, "404 page not found"))]

    private static let miniMaxV2: [Refusal] =
        [
            ("wrong key", 401, "authorized_error", "login fail (1004)"),
            ("no funds", 402, "insufficient_balance_error", "insufficient balance (1008)"),
            ("wrong model", 400, "bad_request_error", "invalid params, model (2013)"),
            ("moderation", 422, "unprocessable_entity_error", "input new_sensitive (1026)"),
            ("size", 400, "bad_request_error", "invalid params, resolution (2013)"),
        ].flatMap { reason, status, type, words in
            [status, 200].map {
                Refusal(
                    "MiniMax v2",
                    "\(reason), HTTP \($0)",
                    ["minimax-v2"],
                    .json(
                        $0,
                        #"{"type":"error","error":{"type":"\#(type)","message":"\#(words)","http_code":"\#(status)"},"request_id":"r-1"}"#
                    )
                )
            }
        } + [Refusal("MiniMax v2", "wrong base URL", ["minimax-v2"], .json(404, "404 page not found"))]

    private static let nginx: [Refusal] = [
        (401, "401 Authorization Required"), (403, "403 Forbidden"), (404, "404 Not Found"), (405, "405 Not Allowed"),
        (411, "411 Length Required"), (413, "413 Request Entity Too Large"), (414, "414 Request-URI Too Large"),
        (415, "415 Unsupported Media Type"),
    ].map { status, words in
        Refusal("nginx", words, DialectEntry.all.map(\.dialect), .page(status, words, ["Server": "nginx/1.27.0"]))
    }
}

@Suite("An ordinary refusal stays a refusal: nothing was bought, and nothing is unknown", .timeLimit(.minutes(20)))
struct RefusalTests {
    @Test("refused once, and the provider stays open", arguments: Refusal.all)
    func refusal(_ refusal: Refusal) async throws {
        let entries = DialectEntry.all.filter { refusal.dialects.contains($0.dialect) }
        #expect(!entries.isEmpty)
        for entry in entries {
            let bench = try GateBench(entry, submits: refusal.response)
            let error = try #require(await bench.submit().failure, "\(entry)")
            #expect(error.purchase == .none && error.code != .outcomeUnknown, "\(entry): \(error.code) \(error)")
            #expect(error.description.contains("othing was bought"), "\(entry): \(error)")
            #expect(bench.posts.count == 1, "\(entry)")
            let kept = try #require(try bench.kept)
            #expect(kept.state == .failed && kept.remote == nil && !kept.isCharged, "\(entry): \(kept.state)")
            #expect(kept.failure?.purchase == VideoError.Purchase.none, "\(entry)")
            #expect(try await !bench.client.isPaused("gate"), "\(entry)")
        }
    }
}
