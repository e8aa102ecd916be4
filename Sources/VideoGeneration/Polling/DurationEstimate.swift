import VideoPlatform

/// How long something usually takes, learned: a log-normal distribution, which is what waiting and working
/// times look like, held in three numbers.
///
/// Later durations count more, so that a provider that becomes faster or slower is followed.
struct DurationEstimate: Sendable, Hashable {
    /// Fewer than this many tell too little.
    private static let enough = 5
    /// How many of the last durations count, about.
    private static let memory = 40.0
    /// The spread that is assumed before anything is known, and for how many durations that stands.
    private static let priorVariance = 0.16
    private static let priorCount = 2.0
    /// No two videos take exactly as long.
    private static let leastSpread = 0.08

    private var count = 0.0
    private var mean = 0.0
    private var variance = 0.0

    /// Takes note of one duration. Nonsense, such as a clock that was set makes, is left out.
    mutating func learn(seconds: Double) {
        guard seconds >= 0.1, seconds < 7 * 24 * 3600 else { return }
        count += 1
        let weight = 1 / min(count, Self.memory)
        let difference = log(seconds) - mean
        mean += weight * difference
        variance = (1 - weight) * (variance + weight * difference * difference)
    }

    /// The distribution; nil while too little is known.
    var distribution: LogNormal? {
        guard count >= Double(Self.enough) else { return nil }
        let known = min(count, Self.memory)
        let blended = (variance * known + Self.priorVariance * Self.priorCount) / (known - 1 + Self.priorCount)
        return LogNormal(mean: mean, spread: max(blended.squareRoot(), Self.leastSpread))
    }
}

/// A duration whose logarithm is normally distributed.
struct LogNormal: Sendable, Hashable {
    /// Of the logarithm of seconds.
    var mean: Double
    /// The standard deviation of the logarithm.
    var spread: Double

    /// The middle: half take longer.
    var median: Double { exp(mean) }

    /// The probability density of ending now, for what has not ended before.
    func hazard(at seconds: Double) -> Double {
        guard seconds > 0 else { return 0 }
        let z = (log(seconds) - mean) / spread
        // Far out the ratio of density and tail is z itself (Mills).
        if z > 6 { return z / (spread * seconds) }
        let density = exp(-z * z / 2) / (2 * Double.pi).squareRoot() / (spread * seconds)
        return density / (erfc(z / 2.squareRoot()) / 2)
    }

    /// The duration that so many standard deviations are below or above the median.
    func quantile(_ deviations: Double) -> Double { exp(mean + deviations * spread) }

    /// What becomes of this once another, independent estimate of the same duration is known.
    func combined(with other: LogNormal) -> LogNormal {
        let mine = 1 / (spread * spread)
        let theirs = 1 / (other.spread * other.spread)
        return LogNormal(
            mean: (mean * mine + other.mean * theirs) / (mine + theirs),
            spread: (1 / (mine + theirs)).squareRoot()
        )
    }
}
