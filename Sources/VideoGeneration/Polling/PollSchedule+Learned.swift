import VideoPlatform

extension PollSchedule {
    /// Returns the wait before the next poll of a task.
    ///
    /// The provider's hint comes first. Without a hint, once enough tasks of the model were observed to their end, the
    /// polls follow the hazard: the probability density of ending now, given that the task has not ended yet. Of all
    /// schedules with the same number of polls, the mean delay is smallest if their rate is proportional to the square
    /// root of the hazard. (The delay is half an interval, 1/2r; minimizing E[1/2r] for a given ∫r gives r ∝ √h.) So
    /// there are few polls in the time in which no video was ever ready, and most in the time in which a video usually
    /// is.
    /// - Parameters:
    ///   - statistics: the task's polls so far.
    ///   - now: the time on the clock of the statistics, in seconds.
    ///   - usual: the distribution of the running times of earlier tasks of the kind; nil if too few are known.
    ///   - random: a random number in 0..<1, for the jitter.
    func delay(after statistics: PollStatistics, at now: Double, expecting usual: LogNormal?, random: Double)
        -> Duration
    {
        guard statistics.hint == nil, let usual else {
            return delay(beforePoll: Int(statistics.polls), hint: statistics.hint, random: random)
        }
        let jitter = 0.8 + 0.4 * random
        guard let started = statistics.started else {
            // The task is queued. Its end is at least a fast run away, and its start does not have to be known
            // precisely.
            return bounded(usual.quantile(Self.fast) * jitter)
        }
        return bounded(
            interval(from: max(now - started, 0), statistics.expected(usual), delay: delay(for: usual)) * jitter
        )
    }

    /// In standard deviations from the median. One run of six is faster than this.
    private static let fast = -1.0

    private func bounded(_ seconds: Double) -> Duration {
        min(max(.seconds(seconds), min(longest, Self.hintBounds.lowerBound)), Self.hintBounds.upperBound)
    }

    /// Returns the mean delay to aim for. For a short video, it is a tenth of the usual duration, because a user is
    /// likely to be waiting.
    private func delay(for usual: LogNormal) -> Double { min(meanDelay.seconds, usual.median / 10) }

    /// Returns the time until one poll is due, at the rate that gives the intended mean delay.
    private func interval(from age: Double, _ expected: LogNormal, delay: Double) -> Double {
        let scale = Self.meanInverseRoot(expected) / (2 * delay)
        let step = 0.5
        var due = 0.0
        var wait = 0.0
        while wait < Self.hintBounds.upperBound.seconds {
            let rate = scale * expected.hazard(at: age + wait + step / 2).squareRoot()
            if due + rate * step >= 1 { return wait + (1 - due) / rate }
            due += rate * step
            wait += step
        }
        return wait
    }

    /// Returns E[h(T)^-½], as the mean over equally likely durations.
    private static func meanInverseRoot(_ expected: LogNormal) -> Double {
        deviations.reduce(0) { $0 + 1 / expected.hazard(at: expected.quantile($1)).squareRoot() }
            / Double(deviations.count)
    }

    /// The quantiles of the normal distribution at 1/20, 3/20 … 19/20.
    private static let deviations = [
        -1.645, -1.036, -0.674, -0.385, -0.126, 0.126, 0.385, 0.674, 1.036, 1.645,
    ]
}

extension PollStatistics {
    /// Returns the distribution of this task's running time, from the usual one and the reported progress.
    func expected(_ usual: LogNormal) -> LogNormal {
        guard let started, let progress, progress.fraction >= 0.05, progress.at > started + 1 else { return usual }
        let projected = (progress.at - started) / min(progress.fraction, 1)
        // Progress is reported in steps and is rarely linear. It is more accurate near the end than at the start.
        let doubt = 0.08 + 0.4 * (1 - min(progress.fraction, 1))
        return usual.combined(with: LogNormal(mean: log(projected), spread: doubt))
    }
}
