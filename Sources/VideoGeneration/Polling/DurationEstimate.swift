import VideoPlatform

/// An estimate of a duration, learned from observations: a log-normal distribution, held in three numbers. Waiting and
/// working times are usually distributed like this.
///
/// Recent durations have more weight, so that the estimate follows a provider that becomes faster or slower.
struct DurationEstimate: Sendable, Hashable {
    /// The number of durations below which there is no estimate.
    private static let enough = 5
    /// The approximate number of recent durations that count.
    private static let memory = 40.0
    /// The variance that is assumed before anything is known. It has the weight of ``priorCount`` durations.
    private static let priorVariance = 0.16
    private static let priorCount = 2.0
    /// The smallest spread, because no two videos take exactly as long.
    private static let leastSpread = 0.08

    private var count = 0.0
    private var mean = 0.0
    private var variance = 0.0

    /// Records one duration. Implausible values, such as those from a clock that was set, are ignored.
    mutating func learn(seconds: Double) {
        guard seconds >= 0.1, seconds < 7 * 24 * 3600 else { return }
        count += 1
        let weight = 1 / min(count, Self.memory)
        let difference = log(seconds) - mean
        mean += weight * difference
        variance = (1 - weight) * (variance + weight * difference * difference)
    }

    /// The distribution; nil if there are too few observations.
    var distribution: LogNormal? {
        guard count >= Double(Self.enough) else { return nil }
        let known = min(count, Self.memory)
        let blended = (variance * known + Self.priorVariance * Self.priorCount) / (known - 1 + Self.priorCount)
        return LogNormal(mean: mean, spread: max(blended.squareRoot(), Self.leastSpread))
    }
}

/// A log-normal distribution: the logarithm of the duration is normally distributed.
struct LogNormal: Sendable, Hashable {
    /// The mean of the logarithm of seconds.
    var mean: Double
    /// The standard deviation of the logarithm of seconds.
    var spread: Double

    /// The median: half of the durations are longer.
    var median: Double { exp(mean) }

    /// Returns the probability density of ending now, given that the end has not come before.
    func hazard(at seconds: Double) -> Double {
        guard seconds > 0 else { return 0 }
        let z = (log(seconds) - mean) / spread
        // In the far tail, the ratio of density and tail is z itself (Mills).
        if z > 6 { return z / (spread * seconds) }
        let density = exp(-z * z / 2) / (2 * Double.pi).squareRoot() / (spread * seconds)
        return density / (erfc(z / 2.squareRoot()) / 2)
    }

    /// Returns the duration at a number of standard deviations from the median.
    func quantile(_ deviations: Double) -> Double { exp(mean + deviations * spread) }

    /// Returns the combination with another, independent estimate of the same duration.
    func combined(with other: LogNormal) -> LogNormal {
        let mine = 1 / (spread * spread)
        let theirs = 1 / (other.spread * other.spread)
        return LogNormal(
            mean: (mean * mine + other.mean * theirs) / (mine + theirs),
            spread: (1 / (mine + theirs)).squareRoot()
        )
    }
}
