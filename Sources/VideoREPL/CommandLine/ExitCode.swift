import VideoGeneration

/// The exit code of a command. The numbers are stable, so scripts can rely on them.
///
/// The code of a failure tells how far the task got. ``refused`` is never the code of a task that a provider accepted.
public enum ExitCode: Int32, Sendable, Hashable, CaseIterable {
    /// The command succeeded.
    case done = 0
    /// The command line is wrong, or the model cannot make the requested video. Nothing was sent.
    case usage = 2
    /// The configuration or the key is wrong, missing or rejected, or the provider cannot be reached.
    case configuration = 3
    /// The provider refused the request because of moderation, parameters, funds or limits. Nothing was bought.
    case refused = 4
    /// The provider accepted the task, but failed to make the video, moderated it, or does not have it.
    case generationFailed = 5
    /// The task continues at the provider. The wait ended, a poll failed, or another process is using the task.
    case stillRunning = 6
    /// The task may have been bought. The response was lost, or could not be recorded in the journal.
    case outcomeUnknown = 7
    /// The video could not be downloaded, verified or written, or the journal could not be used.
    case savingFailed = 8
    /// Ctrl-C or a signal stopped the command.
    case interrupted = 130
}

extension ExitCode {
    /// Creates the exit code for an error that belongs to no task. `CancellationError` becomes ``interrupted``. Any other
    /// error that is not a `VideoError` becomes ``savingFailed``.
    public init(_ error: any Error) { self.init(error, task: nil) }

    /// Creates the exit code for an error.
    /// - Parameter task: The task that the error belongs to, as the journal has it, or nil if there is none.
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

    /// How far the task got before the error.
    private enum Stage {
        case notBought, unknown
        case bought(VideoTask?)

        /// Decides the stage from the purchase outcome in the error and the state in the journal. No other code decides it.
        init(_ error: VideoError, _ task: VideoTask?) {
            switch (error.purchase, task?.state) {
            // This includes an acceptance that could not be recorded in the journal.
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
        case .usage, .budgetExceeded, .priceUnknown, .discardRequired: .usage
        case .labelInUse, .notSubmitted: .usage
        // Without a response, the local check rejected the request, so the command line is wrong.
        case .invalidRequest, .modelUnavailable, .noCandidate: error.isAnswered ? .refused : .usage
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
        case .usage, .labelInUse: .usage
        case .invalidRequest where !error.isAnswered: .usage
        case .configurationInvalid: .configuration
        case .busy: .stillRunning
        default: .outcomeUnknown
        }
    }

    private static func afterAcceptance(_ error: VideoError, _ task: VideoTask?) -> ExitCode {
        let isVerdict = error.code == task?.failure?.code
        switch error.code {
        case .usage, .discardRequired, .labelInUse: return .usage
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
        // A rejected poll does not end the task.
        case .contentRejected where task != nil: return .stillRunning
        case .generationFailed, .contentRejected, .taskExpired, .taskNotFound, .outputMissing, .cancelled:
            return .generationFailed
        default: return .stillRunning
        }
    }

    /// A short description for `help exit-codes`.
    var meaning: String {
        switch self {
        case .done: "done"
        case .usage: "the command line is wrong, or the model cannot make the video; nothing was sent"
        case .configuration: "the configuration, the key or the connection is wrong"
        case .refused: "the provider refused the request; nothing was bought"
        case .generationFailed: "the provider accepted the task, but failed, moderated the video, or does not have it"
        case .stillRunning: "the task continues at the provider; resume it"
        case .outcomeUnknown: "the task may have been bought; resolve it"
        case .savingFailed: "the download, the file or the journal failed"
        case .interrupted: "stopped by Ctrl-C or a signal"
        }
    }
}

extension VideoError {
    /// Whether the error comes from a provider's response.
    var isAnswered: Bool { httpStatus != nil || providerCode != nil || requestID != nil }

    /// Returns an error for a wrong command line.
    static func usage(_ message: String, _ advice: String? = nil) -> VideoError {
        VideoError(.usage, message, advice: advice)
    }
}

extension VideoError.Code {
    /// The code for a wrong command line.
    static let usage = VideoError.Code(rawValue: "usage")
}
