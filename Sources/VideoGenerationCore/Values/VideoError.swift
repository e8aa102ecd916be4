/// An error with a message for people and a code for programs.
///
/// ``message`` is a sentence that can be shown to a user. ``advice`` says whether the video was bought, whether the
/// file is kept, and what to do next. Neither contains a key, a signed query or a response body.
public struct VideoError: Error, Sendable, Hashable, Codable {
    /// The state of the purchase that an error belongs to.
    public enum Purchase: String, Sendable, Hashable, Codable {
        /// Nothing was bought. Submitting again, here or elsewhere, buys one video.
        case none
        /// The provider accepted the task. ``VideoError/taskID`` is the provider's ID of the task, if the provider gave
        /// one.
        case made
        /// The provider may have accepted the task. Submitting again may buy the video twice.
        case unknown
    }

    /// The kind of error. The set of codes is open, so that a new code does not break a `switch`.
    public var code: Code
    /// A sentence that says what happened.
    public var message: String
    /// Whether the video was bought, whether its file is kept, and what to do next.
    public var advice: String?
    /// Whether the same request may succeed later. For a submit this is only a hint: `RetryPolicy` decides.
    public var isTransient: Bool
    /// This program's ID of the provider.
    public var provider: String?
    /// This program's ID of the task.
    public var localID: TaskID?
    /// The provider's ID of the task.
    public var taskID: String?
    /// The HTTP status of the response.
    public var httpStatus: Int?
    /// The provider's own error code, as it was sent.
    public var providerCode: String?
    /// The provider's ID of the HTTP request, for the provider's support.
    public var requestID: String?
    /// The delay that the provider requests.
    public var retryAfter: Duration?
    /// The time from which the request may succeed, if the provider gives a date instead of a delay.
    public var retryAfterDate: Date?
    /// How far the HTTP exchange got, if it did not complete.
    public var progress: ExchangeProgress?
    /// Whether the video was bought. `VideoClient.submit` and
    /// `VideoClient.generate` set this value on every ``VideoError`` that they
    /// throw.
    public var purchase: Purchase
    /// Whether a response about the outputs proved that the task has failed, so that it ends.
    package var endsTask = false
    /// The time of the response by the provider's clock: its `Date` field.
    package var respondedAt: Date?

    /// Creates an error with a code and a message.
    public init(
        _ code: Code,
        _ message: String,
        advice: String? = nil,
        isTransient: Bool = false,
        provider: String? = nil,
        localID: TaskID? = nil,
        taskID: String? = nil,
        httpStatus: Int? = nil,
        providerCode: String? = nil,
        requestID: String? = nil,
        retryAfter: Duration? = nil,
        retryAfterDate: Date? = nil,
        progress: ExchangeProgress? = nil,
        purchase: Purchase = .none
    ) {
        self.code = code
        self.message = message
        self.advice = advice
        self.isTransient = isTransient
        self.provider = provider
        self.localID = localID
        self.taskID = taskID
        self.httpStatus = httpStatus
        self.providerCode = providerCode
        self.requestID = requestID
        self.retryAfter = retryAfter
        self.retryAfterDate = retryAfterDate
        self.progress = progress
        self.purchase = purchase
    }

    private enum CodingKeys: String, CodingKey {
        case code, message, advice, isTransient, provider, localID, taskID, httpStatus, providerCode,
            requestID, retryAfterDate, purchase
    }
}

extension VideoError {
    /// Decodes an error from a journal. Earlier versions did not store ``purchase``.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        code = try container.decode(Code.self, forKey: .code)
        message = try container.decode(String.self, forKey: .message)
        advice = try container.decodeIfPresent(String.self, forKey: .advice)
        isTransient = try container.decode(Bool.self, forKey: .isTransient)
        provider = try container.decodeIfPresent(String.self, forKey: .provider)
        localID = try container.decodeIfPresent(TaskID.self, forKey: .localID)
        taskID = try container.decodeIfPresent(String.self, forKey: .taskID)
        httpStatus = try container.decodeIfPresent(Int.self, forKey: .httpStatus)
        providerCode = try container.decodeIfPresent(String.self, forKey: .providerCode)
        requestID = try container.decodeIfPresent(String.self, forKey: .requestID)
        retryAfterDate = try container.decodeIfPresent(Date.self, forKey: .retryAfterDate)
        purchase =
            try container.decodeIfPresent(Purchase.self, forKey: .purchase)
            ?? (code == .outcomeUnknown ? .unknown : .none)
    }
}

extension VideoError: CustomStringConvertible {
    /// The message and the advice as sentences.
    public var description: String { [message.asSentence, advice].compactMap(\.self).joined(separator: " ") }
}

extension String {
    /// The text with a full stop at its end. A message from a provider may have none.
    package var asSentence: String {
        // Quotes and brackets may follow the full stop.
        let end = last { !"\"'”’»)]」』 ".contains($0) }
        return end.map { ".!?…:。！？".contains($0) } ?? true ? self : self + "."
    }
}

extension VideoError {
    /// The advice about a purchase with an unknown outcome.
    package static let unknownAdvice =
        "The video may have been bought, so the request is not sent again. "
        + "Check the provider's list or bill, then resolve the task."

    /// The error of a submit that ended before its request was sent.
    package static let stoppedBeforeSubmit = VideoError(
        .cancelled,
        "Stopped before the request was sent.",
        advice: "Nothing was bought."
    )
}
