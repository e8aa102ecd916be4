/// The outcome of a purchase, from the response to the submit: bought, not bought, or unknown.
///
/// The decision uses the HTTP status, a few header fields, the presence of a task ID, and the ``ResponseRules`` that
/// the dialect declares. It does not use messages or tables of error codes. Docs/Reliability.md has the table.
package enum PurchaseOutcome: Sendable, Hashable {
    /// The provider accepted the request.
    /// - Parameter isProvisional: Whether the ID came with a status outside 2xx, so that a poll has to confirm it.
    case accepted(isProvisional: Bool)
    /// The provider refused the request. Nothing was bought.
    case refused
    /// The provider refused the request for now. Nothing was bought, and the request may be sent again.
    case notNow
    /// The provider may have accepted the request. It is never sent again.
    case unknown

    /// A response and the facts that are known about its request.
    struct Response: Sendable {
        var head: HTTPResponseHead
        var evidence: SubmitEvidence
        var rules: ResponseRules
        /// The address of the API.
        var endpoint: Endpoint
        /// The URL of the request; nil if it is not known, as for a response from a file.
        var url: HTTPURL?
        /// Whether 429 proves that nothing was bought. A relay that tries several channels may have bought through one
        /// of them.
        var trusts429 = true
    }

    /// One row of the table of rules.
    struct Rule: Sendable {
        let name: String
        let outcome: @Sendable (Response) -> PurchaseOutcome?
    }

    /// Determines the outcome by the first rule that matches. If no rule matches, the outcome is unknown.
    init(of response: Response, by rules: [Rule] = Self.rules) {
        let isCutOff = response.evidence.isCutOff
        self = isCutOff ? .unknown : rules.lazy.compactMap { $0.outcome(response) }.first ?? .unknown
    }

    /// The rules in the order of evaluation.
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

    /// Servers send these statuses before they process a request.
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
    /// The target of a redirect, if it differs from the request's URL only in scheme, host, port or a trailing slash.
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
    /// Whether a LiteLLM gateway reports an attempt upstream before it refused. The attempt may have bought a video.
    fileprivate var showsGatewayAttempt: Bool {
        let names = ["x-litellm-attempted-retries", "x-litellm-attempted-fallbacks", "x-litellm-response-cost"]
        // The number can have other text around it, as in `$0.40` or `0, 1`. Only zeros mean that there was no attempt.
        return names.contains { name in fields.values(name).contains { $0.contains { ("1"..."9").contains($0) } } }
    }
}
