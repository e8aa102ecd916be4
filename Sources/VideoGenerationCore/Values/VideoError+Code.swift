extension VideoError {
    /// The kind of an error.
    public struct Code: RawRepresentable, Sendable, Hashable, Codable, CustomStringConvertible {
        /// The name of the code, as used in the journal and in `--json` output.
        public let rawValue: String

        /// Creates a code from its name.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// The name of the code.
        public var description: String { rawValue }

        /// The model does not accept the request. Nothing was made or billed.
        public static let invalidRequest = Code(rawValue: "invalidRequest")
        /// The key is missing, malformed or not accepted.
        public static let authenticationFailed = Code(rawValue: "authenticationFailed")
        /// The key is valid and lacks the permission for this operation.
        public static let permissionDenied = Code(rawValue: "permissionDenied")
        /// The account's balance is not sufficient.
        public static let insufficientFunds = Code(rawValue: "insufficientFunds")
        /// The allowance of a plan is used up until it is renewed.
        public static let quotaExhausted = Code(rawValue: "quotaExhausted")
        /// The provider received too many requests. A later request can succeed.
        public static let rateLimited = Code(rawValue: "rateLimited")
        /// Moderation rejected the prompt, a picture or the result.
        public static let contentRejected = Code(rawValue: "contentRejected")
        /// The model does not exist at this provider, is retired, or is served by no channel at the moment.
        public static let modelUnavailable = Code(rawValue: "modelUnavailable")
        /// The provider does not know the task.
        public static let taskNotFound = Code(rawValue: "taskNotFound")
        /// The provider is temporarily unable to handle the request.
        public static let providerUnavailable = Code(rawValue: "providerUnavailable")
        /// The provider refused the request for a reason that is in no table.
        public static let refused = Code(rawValue: "refused")
        /// The provider tried to make the video and failed.
        public static let generationFailed = Code(rawValue: "generationFailed")
        /// The provider dropped the task.
        public static let taskExpired = Code(rawValue: "taskExpired")
        /// The task succeeded and has no video.
        public static let outputMissing = Code(rawValue: "outputMissing")
        /// The video existed and is no longer available.
        public static let outputExpired = Code(rawValue: "outputExpired")
        /// The response cannot be read.
        public static let malformedResponse = Code(rawValue: "malformedResponse")
        /// The request was sent and no usable response arrived. The video may have been bought.
        public static let outcomeUnknown = Code(rawValue: "outcomeUnknown")
        /// The time to wait is over. The task continues at the provider.
        public static let deadlineExceeded = Code(rawValue: "deadlineExceeded")
        /// The task or the operation was canceled.
        public static let cancelled = Code(rawValue: "cancelled")
        /// The request provably did not leave this machine.
        public static let notSent = Code(rawValue: "notSent")
        /// The connection ended before the response was complete.
        public static let connectionLost = Code(rawValue: "connectionLost")
        /// The file is shorter than it should be.
        public static let truncated = Code(rawValue: "truncated")
        /// The downloaded file is not a playable MP4.
        public static let notAVideo = Code(rawValue: "notAVideo")
        /// The downloaded file is complete, and its format is a known one other than MP4. It is kept, and
        /// `DownloadLimits.acceptsAny` saves it as it is.
        public static let unexpectedFormat = Code(rawValue: "unexpectedFormat")
        /// The response or file has more bytes than allowed.
        public static let sizeLimitExceeded = Code(rawValue: "sizeLimitExceeded")
        /// The link is not safe to follow.
        public static let unsafeURL = Code(rawValue: "unsafeURL")
        /// A file could not be read or written.
        public static let storageFailed = Code(rawValue: "storageFailed")
        /// The outcomes of the last submits to the provider are unknown, and no more requests are submitted for now.
        public static let providerPaused = Code(rawValue: "providerPaused")
        /// The task would exceed the budget. Nothing was sent.
        public static let budgetExceeded = Code(rawValue: "budgetExceeded")
        /// There is a budget, and the price or the length that it limits is unknown. Nothing was sent.
        public static let priceUnknown = Code(rawValue: "priceUnknown")
        /// Another request has the label. Nothing was sent.
        public static let labelInUse = Code(rawValue: "labelInUse")
        /// No candidate of the route can take the request. The message gives the reason for each. Nothing was sent.
        public static let noCandidate = Code(rawValue: "noCandidate")
        /// The task waits to be submitted, and this operation never submits. Nothing was bought.
        public static let notSubmitted = Code(rawValue: "notSubmitted")
        /// Canceling at this provider also deletes a finished video, and the caller did not allow that. Nothing was
        /// sent.
        public static let discardRequired = Code(rawValue: "discardRequired")
        /// The provider does not have this operation.
        public static let unsupported = Code(rawValue: "unsupported")
        /// Another process is working on this task.
        public static let busy = Code(rawValue: "busy")
        /// A configuration file, option or folder is not usable.
        public static let configurationInvalid = Code(rawValue: "configurationInvalid")
    }
}
