import VideoPlatform

extension PollSchedule {
    /// The wait before the next poll of a task.
    ///
    /// The provider's wish comes first. Without one, and once enough tasks of the model were seen to their
    /// end, the polls are spread by the hazard, the chance to end now for what has not ended before: of all
    /// schedules with as many polls, the mean delay is least where their rate goes with its square root
    /// (the delay is half an interval, 1/2r; minimising E[1/2r] for a given ∫r gives r ∝ √h). So few polls
    /// go to the time in which no video was ever ready, and most to when it usually is.
    /// - Parameters:
    ///   - now: on the record's clock.
    ///   - usual: how long earlier tasks of the kind ran; nil where too little is known.
    ///   - random: a draw, 0..<1.
    func delay(after record: PollStatistics, at now: Double, expecting usual: LogNormal?, random: Double) -> Duration {
        guard record.hint == nil, let usual else {
            return delay(beforePoll: Int(record.polls), hint: record.hint, random: random)
        }
        let jitter = 0.8 + 0.4 * random
        guard let started = record.started else {
            // In the queue: the end is at least a fast run away, and when it starts need not be known well.
            return bounded(usual.quantile(Self.fast) * jitter)
        }
        return bounded(interval(from: max(now - started, 0), record.expected(usual), delay: delay(for: usual)) * jitter)
    }

    /// In standard deviations from the median: one run of six is faster.
    private static let fast = -1.0

    private func bounded(_ seconds: Double) -> Duration {
        min(max(.seconds(seconds), min(longest, Self.hintBounds.lowerBound)), Self.hintBounds.upperBound)
    }

    /// The mean delay to aim for: of a short video a tenth, because somebody is likely to look on.
    private func delay(for usual: LogNormal) -> Double { min(meanDelay.seconds, usual.median / 10) }

    /// How long until one poll is due, at the rate that gives the mean delay aimed for.
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

    /// E[h(T)^-½], by the mean over evenly likely durations.
    private static func meanInverseRoot(_ expected: LogNormal) -> Double {
        deviations.reduce(0) { $0 + 1 / expected.hazard(at: expected.quantile($1)).squareRoot() }
            / Double(deviations.count)
    }

    /// The normal distribution's quantiles at 1/20, 3/20 … 19/20.
    private static let deviations = [
        -1.645, -1.036, -0.674, -0.385, -0.126, 0.126, 0.385, 0.674, 1.036, 1.645,
    ]
}

extension PollStatistics {
    /// How long this run takes, by what is usual and by the progress that was told.
    func expected(_ usual: LogNormal) -> LogNormal {
        guard let started, let progress, progress.told >= 0.05, progress.at > started + 1 else { return usual }
        let projected = (progress.at - started) / min(progress.told, 1)
        // Progress is told in steps, and rarely runs evenly: near the end it says more than at the start.
        let doubt = 0.08 + 0.4 * (1 - min(progress.told, 1))
        return usual.combined(with: LogNormal(mean: log(projected), spread: doubt))
    }
}
