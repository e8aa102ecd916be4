/// The delays between the polls of a task, as a pure function.
///
/// The delay grows from ``first`` by ``factor`` up to ``longest``, with a jitter of ±20 %, so that tasks that were
/// submitted together are not polled together. A hint from the provider takes precedence, within 1–60 s. Once a few
/// tasks of a kind were observed to their end, most polls happen at the time when the next one is likely to end.
public struct PollSchedule: Sendable, Hashable {
    /// The delay before the first poll.
    public var first: Duration
    /// The factor by which the delay grows after each poll.
    public var factor: Double
    /// The longest delay that the provider did not request.
    public var longest: Duration

    /// The mean delay between the end of a task and the poll that detects it, once the usual duration of its kind is
    /// known. Videos that usually take less than ten times as long get a shorter delay: a tenth of their duration.
    ///
    /// The default is a third of ``longest``, which is 5 s, the mean delay of polling every 10 s.
    package var meanDelay: Duration

    /// The range that a provider's polling hint is clamped to. Shorter delays would flood the server; longer ones would
    /// leave a finished task unnoticed.
    package static let hintBounds: ClosedRange<Duration> = .seconds(1) ... .seconds(60)

    /// Creates a schedule.
    ///
    /// The defaults are typical of the field: most clients poll every 5 to 10 s. Relays poll the upstream provider
    /// every 15 s, so more frequent polls are pointless.
    /// - Parameters:
    ///   - first: the delay before the first poll.
    ///   - factor: the factor by which the delay grows after each poll.
    ///   - longest: the longest delay that the provider did not request.
    ///   - meanDelay: the mean delay to aim for; nil for a third of `longest`.
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

    /// Returns the delay before a poll.
    /// - Parameters:
    ///   - number: the number of earlier polls: 0 for the first poll, 1 for the second …
    ///   - hint: the delay that the provider requested in its last response.
    ///   - random: a random number in 0..<1, for the jitter.
    package func delay(beforePoll number: Int, hint: Duration?, random: Double) -> Duration {
        if let hint {
            let bounded = min(max(hint, Self.hintBounds.lowerBound), Self.hintBounds.upperBound)
            // Never polls earlier than requested: with a hint, the jitter only adds.
            return min(bounded * (1 + 0.2 * random), Self.hintBounds.upperBound)
        }
        var delay = first
        for _ in 0..<min(number, 64) where delay < longest { delay = delay * factor }
        return min(delay, longest) * (0.8 + 0.4 * random)
    }
}
