/// Why a backend does not do what it is asked, whichever words and numbers its API has for that.
public enum RefusalReason: String, Sendable, Hashable, Codable, CaseIterable {
    /// A parameter is missing or has a value that the model does not take.
    case invalidRequest
    /// There is no key.
    case keyMissing
    /// The key is not accepted.
    case keyRefused
    /// The account is empty.
    case insufficientFunds
    /// A plan's quota is used up.
    case quotaExhausted
    /// The prompt or a picture was moderated.
    case contentRejected
    /// Too many requests, or too many tasks at a time.
    case rateLimited
    /// There is no such model for this key.
    case modelUnavailable
    /// There is no such task, file or video.
    case notFound
    /// The task has no video yet, or is in a state that does not allow this.
    case notReady
    /// The backend failed.
    case internalError
}

/// A refusal on its way to the client.
struct Refusal: Error, Sendable {
    var reason: RefusalReason
    /// What is wrong, or the id that was not found.
    var message: String
    /// The field that is to blame.
    var parameter: String?

    init(_ reason: RefusalReason, _ message: String = "", parameter: String? = nil) {
        self.reason = reason
        self.message = message
        self.parameter = parameter
    }

    /// A parameter that is missing.
    static func missing(_ parameter: String) -> Refusal {
        Refusal(.invalidRequest, "Missing required parameter: '\(parameter)'.", parameter: parameter)
    }
}
