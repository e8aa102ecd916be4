extension VideoError {
    /// The kind of a failure.
    public struct Code: RawRepresentable, Sendable, Hashable, Codable, CustomStringConvertible {
        /// The name, as it stands in the journal and in `--json` output.
        public let rawValue: String

        /// Takes a name.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// The name.
        public var description: String { rawValue }

        /// The request is not one that the model takes; nothing was made or billed.
        public static let invalidRequest = Code(rawValue: "invalidRequest")
        /// The key is missing, malformed or not accepted.
        public static let authenticationFailed = Code(rawValue: "authenticationFailed")
        /// The key is good, but not for this.
        public static let permissionDenied = Code(rawValue: "permissionDenied")
        /// The account has no money left.
        public static let insufficientFunds = Code(rawValue: "insufficientFunds")
        /// A plan's allowance is used up until some time.
        public static let quotaExhausted = Code(rawValue: "quotaExhausted")
        /// Too many requests; later ones will do.
        public static let rateLimited = Code(rawValue: "rateLimited")
        /// The prompt, a picture or the result was refused by moderation.
        public static let contentRejected = Code(rawValue: "contentRejected")
        /// The model does not exist here, is retired, or has nobody to serve it.
        public static let modelUnavailable = Code(rawValue: "modelUnavailable")
        /// The provider does not know the task.
        public static let taskNotFound = Code(rawValue: "taskNotFound")
        /// The provider has a problem of its own.
        public static let providerUnavailable = Code(rawValue: "providerUnavailable")
        /// An answered no for a reason that is not in any table.
        public static let refused = Code(rawValue: "refused")
        /// The provider tried and failed.
        public static let generationFailed = Code(rawValue: "generationFailed")
        /// The provider dropped the task.
        public static let taskExpired = Code(rawValue: "taskExpired")
        /// The task succeeded, and there is no video.
        public static let outputMissing = Code(rawValue: "outputMissing")
        /// The video was there and is no longer.
        public static let outputExpired = Code(rawValue: "outputExpired")
        /// The answer cannot be read.
        public static let malformedResponse = Code(rawValue: "malformedResponse")
        /// The request was sent and no answer came: the video may have been bought.
        public static let outcomeUnknown = Code(rawValue: "outcomeUnknown")
        /// The time to wait is over; the task goes on at the provider.
        public static let deadlineExceeded = Code(rawValue: "deadlineExceeded")
        /// The task was cancelled.
        public static let cancelled = Code(rawValue: "cancelled")
        /// Proven: nothing left this machine.
        public static let notSent = Code(rawValue: "notSent")
        /// The connection ended early.
        public static let connectionLost = Code(rawValue: "connectionLost")
        /// The file is shorter than it should be.
        public static let truncated = Code(rawValue: "truncated")
        /// What came is no playable MP4.
        public static let notAVideo = Code(rawValue: "notAVideo")
        /// More bytes than allowed.
        public static let sizeLimitExceeded = Code(rawValue: "sizeLimitExceeded")
        /// A link that may not be followed.
        public static let unsafeURL = Code(rawValue: "unsafeURL")
        /// A file could not be read or written.
        public static let storageFailed = Code(rawValue: "storageFailed")
        /// The outcomes of the last orders at the provider are unknown, and no more are sent for now.
        public static let providerPaused = Code(rawValue: "providerPaused")
        /// The purchase would exceed the budget.
        public static let budgetExceeded = Code(rawValue: "budgetExceeded")
        /// The provider's cancel also deletes a finished video, and discarding one was not asked for. Nothing was sent.
        public static let discardRequired = Code(rawValue: "discardRequired")
        /// The provider has no such operation.
        public static let unsupported = Code(rawValue: "unsupported")
        /// Another process is at this task.
        public static let busy = Code(rawValue: "busy")
        /// A configuration file, option or folder is not usable.
        public static let configurationInvalid = Code(rawValue: "configurationInvalid")
    }
}
