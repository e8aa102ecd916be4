/// When to ask again: a pure function of how long a task has been waited for.
///
/// The interval grows from ``first`` by ``factor`` up to ``longest``, within ±20 % so that tasks which were
/// ordered together are not asked for together. What the provider asks for wins, within 1–60 s. Once a few
/// tasks of a kind were seen to their end, the polls go to the time when the next one is likely to be done.
public struct PollSchedule: Sendable, Hashable {
    /// The first wait.
    public var first: Duration
    /// What each wait is multiplied with.
    public var factor: Double
    /// The longest wait that is not asked for by the provider.
    public var longest: Duration

    /// How long after its end a task is noticed at the latest, on average, once it is known how long its kind
    /// takes; less for videos that take less than ten times as long.
    ///
    /// A third of ``longest`` unless told otherwise: 5 s, which is what asking every 10 s gives.
    public var meanDelay: Duration

    /// The bounds of a provider's wish: below lies a storm, above a task that nobody looks after.
    public static let hintBounds: ClosedRange<Duration> = .seconds(1) ... .seconds(60)

    /// Makes a schedule. The defaults are the middle of the field: most clients ask every 5 to 10 s; relays
    /// ask upstream every 15 s, so that asking more often is pointless.
    public init(
        first: Duration = .seconds(2),
        factor: Double = 1.5,
        longest: Duration = .seconds(15),
        meanDelay: Duration? = nil
    ) {
        self.first = first
        self.factor = factor
        self.longest = longest
        self.meanDelay = meanDelay ?? longest / 3
    }

    /// The wait before a poll.
    /// - Parameters:
    ///   - number: 0 for the first poll, 1 for the second …
    ///   - hint: what the provider asked for with its last answer.
    ///   - random: a draw, 0..<1.
    public func delay(beforePoll number: Int, hint: Duration?, random: Double) -> Duration {
        if let hint {
            let bounded = min(max(hint, Self.hintBounds.lowerBound), Self.hintBounds.upperBound)
            // Never sooner than asked: here the jitter only adds.
            return min(bounded * (1 + 0.2 * random), Self.hintBounds.upperBound)
        }
        var delay = first
        for _ in 0..<min(number, 64) where delay < longest { delay = delay * factor }
        return min(delay, longest) * (0.8 + 0.4 * random)
    }
}
