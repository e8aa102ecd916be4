/// The results of a task's polls so far, in seconds of a steady clock. A value small enough for a hundred thousand
/// tasks.
struct PollStatistics: Sendable {
    /// The number of polls so far.
    private(set) var polls: Int32 = 0
    /// The wait that the provider requested in its last response.
    private(set) var hint: Duration?
    /// The start of the task, as accurate as two polls can tell; nil while it is queued.
    private(set) var started: Double?
    /// The time at which the task succeeded, with the same accuracy.
    private(set) var ended: Double?
    /// The last reported progress, 0…1, and the time of the report.
    private(set) var progress: (fraction: Double, at: Double)?
    /// The time of the last response, or of the last earlier information about the task.
    private(set) var lastLook: Double
    /// Whether the start is between two polls that are close together.
    private var knowsStart: Bool

    /// Polls that are further apart say too little about the time of a change between them.
    private static let longestGap = 90.0

    /// Creates the statistics of a task that was not polled yet.
    /// - Parameters:
    ///   - lastLook: the last time at which the task's state was known.
    ///   - started: the start of the task; nil if it is unknown.
    init(lastLook: Double, started: Double? = nil) {
        self.lastLook = lastLook
        self.started = started
        knowsStart = started != nil
    }

    /// Counts a poll, whether it succeeds or not.
    mutating func countPoll() { polls += 1 }

    /// Records a response.
    mutating func record(_ state: RemoteState, progress fraction: Double?, hint: Duration?, at now: Double) {
        self.hint = hint
        let isNear = now - lastLook <= Self.longestGap
        let middle = (lastLook + now) / 2
        if state != .queued, started == nil {
            // If the task was never observed running, it began right after the last poll or shortly later.
            started = state == .running ? middle : lastLook
            knowsStart = isNear
        }
        if state == .succeeded, isNear, knowsStart { ended = middle }
        if let fraction, fraction > 0 { progress = (fraction, now) }
        lastLook = now
    }

    /// The start of the task; nil if it is not accurate enough to keep.
    var knownStart: Double? { knowsStart ? started : nil }
}

extension PollStatistics {
    /// Creates the statistics that another process has recorded.
    /// - Parameter zero: the time at which the steady clock was zero, in seconds since 1970.
    init(_ memory: PollMemory, zero: Double) {
        self.init(lastLook: memory.lastLook - zero, started: memory.started.map { $0 - zero })
        polls = memory.polls
        knowsStart = memory.knowsStart
        if let fraction = memory.progress, let at = memory.progressAt { progress = (fraction, at - zero) }
    }

    /// The statistics as another process needs them, except for the provider's wish, which is in the time of the next poll.
    func memory(zero: Double) -> PollMemory {
        var memory = PollMemory(lastLook: lastLook + zero)
        memory.polls = polls
        memory.started = started.map { $0 + zero }
        memory.knowsStart = knowsStart
        memory.progress = progress?.fraction
        memory.progressAt = progress.map { $0.at + zero }
        return memory
    }
}
