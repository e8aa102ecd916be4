import VideoGeneration

/// How a command ended; the process's exit code. Scripts may rely on the numbers.
public enum ExitCode: Int32, Sendable, Hashable, CaseIterable {
    /// Done.
    case done = 0
    /// The command line is wrong, or asks for what the model cannot do. Nothing was sent.
    case usage = 2
    /// Configuration or key: wrong, missing, or not accepted; or the provider cannot be reached.
    case configuration = 3
    /// The provider said no: moderation, parameters, funds, limits.
    case refused = 4
    /// The provider tried and failed.
    case generationFailed = 5
    /// The task goes on: the time to wait is over, or another process is at it.
    case stillRunning = 6
    /// Nobody knows whether the purchase was taken.
    case outcomeUnknown = 7
    /// The video could not be fetched, checked or written.
    case savingFailed = 8
    /// Stopped by Ctrl-C or a signal.
    case interrupted = 130
}

extension ExitCode {
    /// The code for an error.
    public init(_ error: any Error) {
        guard let error = error as? VideoError else {
            self = error is CancellationError ? .interrupted : .savingFailed
            return
        }
        self =
            switch error.code {
            case .usage, .budgetExceeded, .discardRequired: .usage
            // Said by this machine's own check, it is the command line that is wrong.
            case .invalidRequest, .modelUnavailable: error.isAnswered ? .refused : .usage
            case .configurationInvalid, .authenticationFailed, .permissionDenied, .notSent: .configuration
            case .insufficientFunds, .quotaExhausted, .rateLimited, .contentRejected, .providerUnavailable,
                .refused, .unsupported, .providerPaused:
                .refused
            case .generationFailed, .taskExpired, .taskNotFound, .outputMissing, .cancelled: .generationFailed
            case .deadlineExceeded, .busy: .stillRunning
            case .outcomeUnknown: .outcomeUnknown
            default: .savingFailed
            }
    }
}

extension VideoError {
    /// Whether a provider's answer is behind the error.
    var isAnswered: Bool { httpStatus != nil || providerCode != nil || requestID != nil }

    /// The command line is wrong.
    static func usage(_ message: String, _ advice: String? = nil) -> VideoError {
        VideoError(.usage, message, advice: advice)
    }
}

extension VideoError.Code {
    /// The command line is wrong.
    static let usage = VideoError.Code(rawValue: "usage")
}
