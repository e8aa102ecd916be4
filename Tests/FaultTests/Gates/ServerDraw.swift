import VideoGeneration
import VideoGenerationTesting

/// A server that decides at random what it says about an order and whether it billed it.
///
/// It is as honest as a real one: it never bills behind a response that proves a refusal by the table. Everything else
/// it may do.
struct ServerDraw {
    struct Act {
        var result: Result<HTTPResponse, HTTPTransportError>
        var isBilled: Bool
        /// The task's ID in the response, unless the response was cut off.
        var id: String?
    }

    private let random: SeededRandom
    private let entry: DialectEntry
    private var lastID = 0

    init(_ entry: DialectEntry, seed: UInt64) {
        self.entry = entry
        random = SeededRandom(seed: seed)
    }

    private static let words = [
        "channel A failed [429]: too many requests", "content policy", "resets at 2026-11-27T20:00:00Z", "busy",
        "insufficient balance", "task not found", "internal error", "The request was not processed", "queued",
        "model not found", "nothing was billed", "无可用渠道", "retry later",
    ]
    private static let codes = [
        "rate_limit_exceeded", "too_many_requests", "queued", "success", "content_filter", "insufficient_quota",
        "invalid_api_key", "internal_error", "overloaded", "task_not_exist", "429", "503",
    ]
    private static let refusing = [401, 402, 403, 404, 405, 407, 411, 413, 414, 415, 417, 426, 431]
    private static let silent = [
        200, 201, 202, 204, 206, 300, 302, 303, 304, 305, 306, 406, 408, 409, 410, 412, 416, 418, 421, 423, 424, 425,
        428, 430, 444, 499, 500, 501, 502, 503, 504, 507, 520, 521, 522, 524, 525, 529, 530, 598,
    ]

    private mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[Int(random.next() % UInt64(elements.count))]
    }

    private mutating func coin() -> Bool { random.next() % 2 == 0 }

    /// What happens to one sending.
    mutating func act() -> Act {
        switch random.next() % 14 {
        case 0, 1: return accepted(pick([200, 200, 201, 202]), isBilled: true)
        case 2: return accepted(pick(Self.silent + Self.refusing + [400, 422, 429, 451]), isBilled: coin())
        case 3:
            return answer(.json(pick(Self.refusing), pick([complaint(), "", "no", page()]), noise()), isBilled: false)
        case 4: return answer(.json(pick([400, 422, 451]), complaint(), noise()), isBilled: false)
        case 5: return answer(.json(429, pick([complaint(), page(), ""]), noise()), isBilled: false)
        case 6:
            return answer(.json(pick([400, 422, 451]), pick(["", "no", page(), "[{}]"]), noise()), isBilled: coin())
        case 7, 8: return answer(.json(pick(Self.silent), pick([complaint(), page(), ""]), noise()), isBilled: coin())
        case 9: return cutOff()
        case 10: return attempted()
        case 11: return lost()
        case 12: return redirected()
        default: return declared()
        }
    }

    private func answer(_ response: HTTPResponse, isBilled: Bool, id: String? = nil) -> Act {
        Act(result: .success(response), isBilled: isBilled, id: id)
    }

    private mutating func accepted(_ status: Int, isBilled: Bool) -> Act {
        lastID += 1
        let id = "t-\(random.next() % 1_000_000)-\(lastID)"
        let beside = coin() ? "," + complaint().dropFirst() : "}"
        return answer(.json(status, #"{"task_id":"\#(id)""# + beside, noise()), isBilled: isBilled, id: id)
    }

    private mutating func complaint() -> String {
        let words = pick(Self.words)
        if entry.hasBaseResponse, coin() {
            return
                #"{"base_resp":{"status_code":\#(pick([1_000, 1_001, 1_013, 1_024, 1_033])),"status_msg":"\#(words)"}}"#
        }
        return pick([
            #"{"error":{"message":"\#(words)","code":"\#(pick(Self.codes))"},"request_id":"r-1"}"#,
            #"{"message":"\#(words)","request_id":"r-2"}"#, #"{"detail":"\#(words)"}"#, #"{"error":"\#(words)"}"#,
            #"{"trace_id":"x"}"#,
        ])
    }

    private mutating func page() -> String { "<html><body>\(pick(Self.words))</body></html>" }

    private mutating func noise() -> HTTPFields {
        pick([
            [:], ["Retry-After": "1"], ["x-should-retry": "true"], ["x-litellm-response-cost": "0.0"],
            ["Via": "varnish"],
        ])
    }

    /// The head and a part of the body.
    private mutating func cutOff() -> Act {
        let status = pick([200, 400, 401, 403, 429, 500])
        if coin() { return answer(.json(status, complaint(), ["Content-Length": "900"]), isBilled: coin()) }
        return answer(.json(status, String(accepted(200, isBilled: true).text.dropLast())), isBilled: coin())
    }

    /// A gateway that tried upstream and then refuses.
    private mutating func attempted() -> Act {
        let field = pick(["x-litellm-attempted-retries", "x-litellm-attempted-fallbacks", "x-litellm-response-cost"])
        var fields = HTTPFields()
        fields[field] = pick(["1", "2.0", "0.05"])
        return answer(.json(pick(Self.refusing + [400, 422, 429]), complaint(), fields), isBilled: coin())
    }

    private mutating func lost() -> Act {
        let isSent = coin()
        let error =
            isSent
            ? HTTPTransportError(.connectionLost, pick([.sent, .headReceived, .bodyReceived(7)]), "lost")
            : HTTPTransportError(.connectionFailed, .notSent, "no connection")
        return Act(result: .failure(error), isBilled: isSent && coin(), id: nil)
    }

    private mutating func redirected() -> Act {
        let status = pick([301, 302, 303, 307, 308])
        return answer(.json(status, "", ["Location": "/v1/videos/t-1"]), isBilled: coin())
    }

    /// What the dialect declares, and what it does not.
    private mutating func declared() -> Act {
        if entry.hasBaseResponse {
            let code = pick([1_002, 1_004, 1_008, 1_026, 2_013, 2_049, 2_056, 2_061, 1_000, 1_001, 1_013, 1_039, 1_027])
            let isProof = code >= 2_000 || [1_002, 1_004, 1_008, 1_026].contains(code)
            let text = #"{"task_id":"","base_resp":{"status_code":\#(code),"status_msg":"\#(pick(Self.words))"}}"#
            return answer(.json(200, text), isBilled: !isProof && coin())
        }
        if entry.dialect == "minimax-v2" {
            let code = pick(["400", "401", "402", "422", "429", "500", "529"])
            let text = #"{"type":"error","error":{"message":"\#(pick(Self.words))","http_code":"\#(code)"}}"#
            return answer(.json(200, text), isBilled: ["500", "529"].contains(code) && coin())
        }
        let code = pick(["model_not_found", "get_channel_failed"])
        return answer(
            .json(503, #"{"error":{"code":"\#(code)","message":"m"}}"#),
            isBilled: code != "model_not_found" && coin()
        )
    }
}

extension ServerDraw.Act {
    fileprivate var text: String { (try? result.get()).map { String(decoding: $0.body, as: UTF8.self) } ?? "" }
}
