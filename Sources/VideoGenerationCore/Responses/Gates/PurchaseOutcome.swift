/// What a response to a submit means for the money: the gate that every purchase passes.
///
/// It decides from the HTTP status, a few header fields, the presence of a task's ID and what the dialect declares
/// in its ``ResponseRules``. No message and no table of error codes takes part. Docs/Reliability.md has the table.
public enum PurchaseOutcome: Sendable, Hashable {
    /// The provider took the order.
    /// - Parameter isProvisional: whether the ID came under a status other than 2xx, so that a poll has to confirm it.
    case accepted(isProvisional: Bool)
    /// The provider refused the order. Nothing was bought.
    case refused
    /// The provider turned the order away for now. Nothing was bought, and it may be sent again.
    case notNow
    /// The order may have been taken. It is never sent again.
    case unknown

    /// A response and what is known about its request.
    struct Response: Sendable {
        var head: HTTPResponseHead
        var evidence: SubmitEvidence
        var rules: ResponseRules
        /// Where the API lives.
        var endpoint: Endpoint
        /// The URL of the request; nil if it is not known, as for a response out of a file.
        var url: HTTPURL?
        /// Whether 429 proves that nothing was bought. A relay that tries several channels may have bought by one.
        var trusts429 = true
    }

    /// One row of the table.
    struct Rule: Sendable {
        let name: String
        let outcome: @Sendable (Response) -> PurchaseOutcome?
    }

    /// Decides by the first rule that matches. A response that no rule matches leaves the outcome unknown.
    init(of response: Response, by rules: [Rule] = Self.rules) {
        let isCutOff = response.evidence.isCutOff
        self = isCutOff ? .unknown : rules.lazy.compactMap { $0.outcome(response) }.first ?? .unknown
    }

    /// The rules, in the order in which they are asked.
    static let rules: [Rule] = [
        taskID, output, declared, refusingStatus, refusingObject, movedAddress, tooManyRequests,
    ]

    static let taskID = Rule(name: "a task's ID") {
        $0.evidence.taskID == nil ? nil : .accepted(isProvisional: !$0.head.isSuccess)
    }

    static let output = Rule(name: "a finished video") {
        $0.evidence.hasOutput ? .accepted(isProvisional: !$0.head.isSuccess) : nil
    }

    static let declared = Rule(name: "a declared response") {
        switch $0.rules.meaning(of: $0.evidence.codes, status: $0.head.status, .submit) {
        case .refused: .refused
        case .notNow: .notNow
        case .usedBefore: .unknown
        case .failed, .gone, nil: nil
        }
    }

    /// Servers send these before they handle a request.
    static let refusingStatus = Rule(name: "a status that refuses") {
        let statuses = [401, 402, 403, 404, 405, 407, 411, 413, 414, 415, 417, 426, 431]
        return statuses.contains($0.head.status) && !$0.head.showsGatewayAttempt ? .refused : nil
    }

    static let refusingObject = Rule(name: "a status that refuses, by the API itself") {
        [400, 422, 451].contains($0.head.status) && $0.evidence.isSpoken && !$0.head.showsGatewayAttempt
            ? .refused : nil
    }

    static let movedAddress = Rule(name: "the same path at another address") {
        [301, 307, 308].contains($0.head.status) && $0.newAddress != nil ? .refused : nil
    }

    static let tooManyRequests = Rule(name: "too many requests") {
        $0.head.status == 429 && $0.trusts429 && !$0.head.showsGatewayAttempt ? .notNow : nil
    }
}

extension PurchaseOutcome.Response {
    /// Where a redirect leads, if nothing but the scheme, the host, the port or a trailing slash differs from the
    /// request's URL.
    var newAddress: HTTPURL? {
        guard let url, let target = head.fields["Location"].flatMap(url.resolving), target != url,
            target.query == url.query, Self.path(target) == Self.path(url)
        else { return nil }
        return target
    }

    private static func path(_ url: HTTPURL) -> Substring {
        url.path.hasSuffix("/") ? url.path.dropLast() : url.path[...]
    }
}

extension HTTPResponseHead {
    /// Whether a LiteLLM gateway tells that it tried upstream before it refused, which may have bought a video.
    fileprivate var showsGatewayAttempt: Bool {
        let names = ["x-litellm-attempted-retries", "x-litellm-attempted-fallbacks", "x-litellm-response-cost"]
        // Whatever is written around the number, as in `$0.40` or `0, 1`: only noughts tell of no attempt.
        return names.contains { name in fields.values(name).contains { $0.contains { ("1"..."9").contains($0) } } }
    }
}
