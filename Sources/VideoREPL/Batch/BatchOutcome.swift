import VideoGeneration

/// The state of a row at one moment, for the results file and the screen.
struct BatchOutcome: Sendable {
    /// The phase of a row.
    enum Phase: Sendable, Hashable, CaseIterable {
        /// The row waits for its turn.
        case waiting
        /// The row is being submitted, waited for or downloaded.
        case active
        case stored, unknown, failed
        /// The request was not sent, or the provider refused it. Nothing was bought.
        case notSent
        /// The wait ended, and the task continues at the provider.
        case continuing
    }

    var phase: Phase
    /// The task of the row, as it was last seen; nil if there is none.
    var task: VideoTask?
    /// The reason why there is no video.
    var error: VideoError?
    /// The exit code that the row alone would have.
    var code = ExitCode.done

    /// Creates the outcome of a row that ended.
    init(_ task: VideoTask?, _ error: VideoError?, _ code: ExitCode) {
        self.task = task
        self.error = error
        self.code = code
        // The task with the label of a changed row is the video of another request.
        phase = error?.code == .labelInUse ? .notSent : Self.phase(task, error, code)
    }

    private static func phase(_ task: VideoTask?, _ error: VideoError?, _ code: ExitCode) -> Phase {
        switch task?.state {
        case .stored: error == nil ? .stored : .failed
        case .submitting where error?.code == .busy: .continuing
        case .outcomeUnknown, .submitting: .unknown
        case .queued, .running, .succeeded: .continuing
        case .failed, .cancelled, .expired: task?.purchase == VideoError.Purchase.none ? .notSent : .failed
        case .intent, nil: code == .outcomeUnknown ? .unknown : .notSent
        }
    }

    /// Creates the outcome of a row that waits for its turn.
    init(waiting task: VideoTask?) {
        phase = .waiting
        self.task = task
    }

    /// The word for the results file: the state of the task, or `notSent`.
    var state: String {
        guard let task, task.state != .intent else { return "notSent" }
        return error?.code == .labelInUse ? "notSent" : task.state.rawValue
    }

    /// The reason why there is no video, on one line; empty if there is none.
    var reason: String {
        if let error { return error.shownText }
        return phase == .waiting ? "The row waits for its turn." : ""
    }
}
