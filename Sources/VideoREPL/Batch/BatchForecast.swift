import VideoGeneration

/// The expected time until the end of a batch.
enum BatchForecast {
    /// Returns the remaining time: from the rate of this run once enough rows have ended, and before that from the usual
    /// duration of a video. Returns nil if neither is known.
    /// - Parameters:
    ///   - rest: the rows that wait or are in progress.
    ///   - ended: the rows that ended in this run.
    ///   - elapsed: the time since the run began.
    ///   - usual: the usual duration of one video.
    static func remaining(rest: Int, ended: Int, elapsed: Duration, concurrency: Int, usual: Duration?) -> Duration? {
        guard rest > 0 else { return .zero }
        if ended >= max(2, concurrency) { return elapsed / ended * rest }
        guard let usual else { return nil }
        let rounds = (rest + ended + concurrency - 1) / concurrency
        return max(.zero, usual * rounds - elapsed)
    }
}
