import VideoGeneration

/// How a command ended; the process's exit code. Scripts may rely on the numbers.
///
/// For a failure the code says how far the purchase got: ``refused`` is never the code of a task that a provider
/// accepted.
public enum ExitCode: Int32, Sendable, Hashable, CaseIterable {
    /// Done.
    case done = 0
    /// The command line is wrong, or asks for what the model cannot do. Nothing was sent.
    case usage = 2
    /// Configuration or key: wrong, missing, or not accepted; or the provider cannot be reached.
    case configuration = 3
    /// The provider refused the order: moderation, parameters, funds, limits. Nothing was bought.
    case refused = 4
    /// The provider accepted the task and failed to make the video, moderated it, or does not have it.
    case generationFailed = 5
    /// The task goes on at the provider: the wait ended, a poll failed, or another process is at it.
    case stillRunning = 6
    /// The task may have been bought: the response was lost, or could not be written down.
    case outcomeUnknown = 7
    /// The video could not be fetched, checked or written, or the journal could not be used.
    case savingFailed = 8
    /// Stopped by Ctrl-C or a signal.
    case interrupted = 130
}

extension ExitCode {
    /// The code for an error that happened to no task.
    public init(_ error: any Error) { self.init(error, task: nil) }

    /// The code for an error.
    /// - Parameter task: the task that it happened to, as the journal knows it; nil if there is none.
    init(_ error: any Error, task: VideoTask?) {
        guard let error = error as? VideoError else {
            self = error is CancellationError ? .interrupted : .savingFailed
            return
        }
        self =
            switch Stage(error, task) {
            case .notBought: Self.beforeAcceptance(error)
            case .unknown: Self.whileUnknown(error)
            case .bought(let task): Self.afterAcceptance(error, task)
            }
    }

    /// How far the purchase got.
    private enum Stage {
        case notBought, unknown
        case bought(VideoTask?)

        /// The one place that decides it: by what the error says of the purchase, and by the state in the journal.
        init(_ error: VideoError, _ task: VideoTask?) {
            switch (error.purchase, task?.state) {
            // Also an acceptance that could not be written down.
            case (.unknown, _), (_, .submitting), (_, .outcomeUnknown), (.made, nil): self = .unknown
            case (.made, _): self = .bought(task)
            case (.none, .failed), (.none, .cancelled): self = task?.remote == nil ? .notBought : .bought(task)
            case (.none, .queued), (.none, .running), (.none, .succeeded), (.none, .expired), (.none, .stored):
                self = .bought(task)
            case (.none, .intent), (.none, nil): self = error.code == .outcomeUnknown ? .unknown : .notBought
            }
        }
    }

    private static func beforeAcceptance(_ error: VideoError) -> ExitCode {
        switch error.code {
        case .usage, .budgetExceeded, .discardRequired: .usage
        // Said by this machine's own check, it is the command line that is wrong.
        case .invalidRequest, .modelUnavailable: error.isAnswered ? .refused : .usage
        case .configurationInvalid, .authenticationFailed, .permissionDenied, .notSent: .configuration
        case .insufficientFunds, .quotaExhausted, .rateLimited, .contentRejected, .providerUnavailable, .refused,
            .unsupported, .providerPaused:
            .refused
        case .generationFailed, .taskExpired, .taskNotFound, .outputMissing, .cancelled: .generationFailed
        case .deadlineExceeded, .busy: .stillRunning
        case .outcomeUnknown: .outcomeUnknown
        default: .savingFailed
        }
    }

    private static func whileUnknown(_ error: VideoError) -> ExitCode {
        switch error.code {
        case .usage: .usage
        case .invalidRequest where !error.isAnswered: .usage
        case .configurationInvalid: .configuration
        case .busy: .stillRunning
        default: .outcomeUnknown
        }
    }

    private static func afterAcceptance(_ error: VideoError, _ task: VideoTask?) -> ExitCode {
        let isVerdict = error.code == task?.failure?.code
        switch error.code {
        case .usage, .discardRequired: return .usage
        case .invalidRequest where !error.isAnswered && !isVerdict: return .usage
        case .configurationInvalid: return .configuration
        case .deadlineExceeded, .busy: return .stillRunning
        case .outcomeUnknown: return .outcomeUnknown
        case .storageFailed, .outputExpired: return .savingFailed
        default: break
        }
        switch task?.state {
        case .failed, .cancelled, .expired: return .generationFailed
        case .succeeded, .stored: return .savingFailed
        default: break
        }
        switch error.code {
        case .authenticationFailed, .permissionDenied: return .configuration
        // A poll that was refused ends nothing.
        case .contentRejected where task != nil: return .stillRunning
        case .generationFailed, .contentRejected, .taskExpired, .taskNotFound, .outputMissing, .cancelled:
            return .generationFailed
        default: return .stillRunning
        }
    }

    /// What the number means, in a few words.
    var meaning: String {
        switch self {
        case .done: "done"
        case .usage: "the command line is wrong, or the model cannot do it; nothing was sent"
        case .configuration: "the configuration, the key or the connection is wrong"
        case .refused: "the provider refused the order; nothing was bought"
        case .generationFailed: "the provider accepted the task and failed, moderated it, or does not have it"
        case .stillRunning: "the task goes on at the provider; resume it"
        case .outcomeUnknown: "the task may have been bought; resolve it"
        case .savingFailed: "the download, the file or the journal failed"
        case .interrupted: "stopped by Ctrl-C or a signal"
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
