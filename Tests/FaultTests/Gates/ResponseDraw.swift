import VideoGenerationTesting

@testable import VideoGeneration
@testable import VideoGenerationCore

/// Draws responses to submits of no particular API.
struct ResponseDraw {
    /// A response, taken apart so that its words can be exchanged.
    struct Drawn: CustomStringConvertible {
        var status: Int
        var fields: [(String, String)] = []
        var members: [(String, String)] = []
        var id: String?

        var description: String { "HTTP \(status) \(fields) \(text)" }

        private var text: String { "{" + members.map { "\"\($0.0)\":\($0.1)" }.joined(separator: ",") + "}" }

        func outcome(by reader: ResponseReader, at endpoint: Endpoint) -> PurchaseOutcome {
            var all = HTTPFields()
            for (name, value) in fields { all[name] = value }
            let response = HTTPResponse(status: status, fields: all, body: Array(text.utf8))
            return PurchaseOutcome(
                of: PurchaseOutcome.Response(
                    head: response.head,
                    evidence: reader.evidence(in: response, at: endpoint),
                    rules: reader.rules,
                    endpoint: endpoint,
                    url: SubmitCase.url
                )
            )
        }
    }

    private let random: SeededRandom

    init(seed: UInt64) { random = SeededRandom(seed: seed) }

    private static let words = [
        "too many requests", "rate limit exceeded", "Sora create failed [429]: slow down", "content policy violation",
        "insufficient balance", "task not found", "not now, retry later", "resets at 2026-11-27T20:00:00Z",
        "nothing was billed", "invalid api key", "moderation_blocked", "余额不足", "", "queued", "success",
        "the request was not sent", "no available channel",
    ]
    private static let codes = [
        "rate_limit_exceeded", "too_many_requests", "invalid_api_key", "insufficient_quota", "content_filter",
        "queued", "success", "0", "429", "401", "task_not_found", "model_overloaded",
    ]
    private static let keys = [
        "message", "msg", "detail", "reason", "type", "status", "request_id", "trace_id", "object", "progress", "note",
    ]

    private mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[Int(random.next() % UInt64(elements.count))]
    }

    private mutating func chance(_ part: Double) -> Bool { random.unit() < part }

    mutating func response() -> Drawn {
        var drawn = Drawn(status: chance(0.3) ? 200 + Int(random.next() % 400) : pick(PurchaseTable.tableStatuses))
        if chance(0.35) {
            let id = chance(0.8) ? "\"v-\(random.next() % 1_000)\"" : "\(1 + random.next() % 1_000)"
            drawn.members.append((pick(["id", "task_id"]), id))
            drawn.id = id
        } else if chance(0.3) {
            drawn.members.append((pick(["id", "task_id"]), pick(["null", "\"\"", "0", "\" \"", "[]", "{}", "true"])))
        }
        if chance(0.2) { drawn.fields.append(("Location", pick(SubmitCase.Location.allCases).rawValue)) }
        return reworded(drawn)
    }

    /// The same response with other words in it.
    mutating func reworded(_ drawn: Drawn) -> Drawn {
        var drawn = drawn
        let own = drawn.members.filter { $0.0 == "id" || $0.0 == "task_id" }
        drawn.members = own
        for _ in 0..<Int(random.next() % 4) { drawn.members.append((pick(Self.keys), "\"\(pick(Self.words))\"")) }
        if chance(0.6) {
            let words = pick(Self.words)
            drawn.members.append(
                (
                    "error",
                    chance(0.3) ? "\"\(words)\"" : #"{"message":"\#(words)","code":"\#(pick(Self.codes))","id":"e-1"}"#
                )
            )
        }
        if chance(0.4) { drawn.members.append(("code", "\"\(pick(Self.codes))\"")) }
        drawn.fields.removeAll { $0.0 != "Location" }
        if chance(0.5) {
            drawn.fields.append(
                pick([
                    ("Retry-After", "1"), ("Retry-After", "Wed, 21 Oct 2026 07:28:00 GMT"), ("x-should-retry", "true"),
                    ("x-should-retry", "false"), ("Server", "Varnish"), ("x-litellm-version", "1"),
                    ("x-litellm-response-cost", "0"),
                ])
            )
        }
        return drawn
    }
}
