/// What the polls of one task told so far, in seconds of a steady clock: a pure value, small enough for
/// a hundred thousand of them.
struct PollStatistics: Sendable {
    /// How many there were.
    private(set) var polls: Int32 = 0
    /// What the provider asked for with its last answer.
    private(set) var hint: Duration?
    /// When the task began, as near as two polls tell; nil while it is queued.
    private(set) var started: Double?
    /// When it succeeded, as near.
    private(set) var ended: Double?
    /// 0…1, the last that was told, and when.
    private(set) var progress: (told: Double, at: Double)?
    /// Of the last answer, or of whatever was known about the task before.
    private(set) var lastLook: Double
    /// Whether somebody looked shortly before and after it began.
    private var knowsStart: Bool

    /// Two looks that are further apart say too little about when something happened between them.
    private static let longestGap = 90.0

    /// - Parameters:
    ///   - lastLook: when the task was last known to be where it is.
    ///   - started: when it began, where that is known.
    init(lastLook: Double, started: Double? = nil) {
        self.lastLook = lastLook
        self.started = started
        knowsStart = started != nil
    }

    /// Counts a poll, whatever becomes of it.
    mutating func ask() { polls += 1 }

    /// Takes over an answer.
    mutating func take(_ state: RemoteState, progress told: Double?, hint: Duration?, at now: Double) {
        self.hint = hint
        let isNear = now - lastLook <= Self.longestGap
        let middle = (lastLook + now) / 2
        if state != .queued, started == nil {
            // Not seen running at all: it began right after the last look, or a moment later.
            started = state == .running ? middle : lastLook
            knowsStart = isNear
        }
        if state == .succeeded, isNear, knowsStart { ended = middle }
        if let told, told > 0 { progress = (told, now) }
        lastLook = now
    }

    /// When the task began, only where that is worth keeping.
    var knownStart: Double? { knowsStart ? started : nil }
}
