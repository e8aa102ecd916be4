/// What went wrong, for people and for programs.
///
/// ``message`` is a sentence that can be shown, ``advice`` says what it means for the money and the file
/// and what to do next. Neither holds a key, a signed query or a body.
public struct VideoError: Error, Sendable, Hashable, Codable {
    /// What is known about the purchase that an error belongs to.
    public enum Purchase: String, Sendable, Hashable, Codable {
        /// Nothing was bought. Ordering again, here or elsewhere, buys one video.
        case none
        /// The provider took the order. ``VideoError/taskID`` has its ID of the task if it gave one.
        case made
        /// The provider may have taken the order. Ordering again may buy the video twice.
        case unknown
    }

    /// The kind of failure: an open set, so that a new one breaks no `switch`.
    public var code: Code
    /// One sentence: what happened.
    public var message: String
    /// What it means for the money and the file, and what to do next.
    public var advice: String?
    /// Whether asking the same again may succeed. For a purchase this is a remark, never an instruction:
    /// ``RetryPolicy`` decides.
    public var isTransient: Bool
    /// The provider's id in this program.
    public var provider: String?
    /// This program's id of the task.
    public var localID: TaskID?
    /// The task's id at the provider.
    public var taskID: String?
    /// The HTTP status of the answer.
    public var httpStatus: Int?
    /// The provider's own code, as it was sent.
    public var providerCode: String?
    /// The provider's id of the exchange, for its support.
    public var requestID: String?
    /// How long the provider asks to wait.
    public var retryAfter: Duration?
    /// From when on it may succeed, where the provider names a moment instead of a length.
    public var retryAfterDate: Date?
    /// How far the exchange got, where it did not complete.
    public var progress: ExchangeProgress?
    /// Whether the video was bought. ``VideoClient/submit(_:using:savingTo:replacing:observe:)`` and
    /// ``VideoClient/generate(_:using:savingTo:replacing:wait:observe:)`` set it on every error that they throw.
    public var purchase: Purchase
    /// When the provider says that it answered: the `Date` field of the response.
    package var respondedAt: Date?

    /// Makes an error.
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
    /// Reads an error out of a journal. Earlier versions kept no ``purchase``.
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
    /// Message and advice, as sentences.
    public var description: String { [message.asSentence, advice].compactMap(\.self).joined(separator: " ") }
}

extension String {
    /// With a full stop at its end: a provider's words may have none.
    package var asSentence: String {
        // Quotes and brackets may stand behind the stop.
        let end = last { !"\"'”’»)]」』 ".contains($0) }
        return end.map { ".!?…:。！？".contains($0) } ?? true ? self : self + "."
    }
}

extension VideoError {
    /// What to do about a purchase whose outcome is unknown.
    package static let unknownAdvice =
        "It may have been bought, so it is not sent again. Look into the provider's list or bill, then resolve it."
}
