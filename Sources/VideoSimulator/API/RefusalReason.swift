/// The reason for a refusal, independent of the codes and wording of an API.
public enum RefusalReason: String, Sendable, Hashable, Codable, CaseIterable {
    /// A parameter is missing or has a value that the model does not accept.
    case invalidRequest
    /// The request has no key.
    case keyMissing
    /// The key is not accepted.
    case keyRefused
    /// The account has no balance.
    case insufficientFunds
    /// The quota of a plan is used up.
    case quotaExhausted
    /// The moderation rejected the prompt or a picture.
    case contentRejected
    /// There are too many requests or too many tasks at a time.
    case rateLimited
    /// The model does not exist or is not available for this key.
    case modelUnavailable
    /// The task, file or video does not exist.
    case notFound
    /// The task has no video yet, or its state does not allow the operation.
    case notReady
    /// The backend had an internal error.
    case internalError
}

/// A refusal, before it has the format of an API.
struct Refusal: Error, Sendable {
    var reason: RefusalReason
    /// The error message, or the ID that was not found.
    var message: String
    /// The field that caused the refusal.
    var parameter: String?

    init(_ reason: RefusalReason, _ message: String = "", parameter: String? = nil) {
        self.reason = reason
        self.message = message
        self.parameter = parameter
    }

    /// Returns a refusal for a missing parameter.
    static func missing(_ parameter: String) -> Refusal {
        Refusal(.invalidRequest, "Missing required parameter: '\(parameter)'.", parameter: parameter)
    }
}
