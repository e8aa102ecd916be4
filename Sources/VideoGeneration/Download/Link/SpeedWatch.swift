/// Detects a slow connection, after a short time, from an estimate of the time for the rest.
struct SpeedWatch: Sendable {
    /// How long a connection runs before it is judged.
    static let probation = Duration.milliseconds(500)
    /// The remaining time from which another connection is worthwhile.
    static let worthwhileRemainder = Duration.seconds(4)
    /// The same limits if the only consequence is more connections. A wrong guess then costs those and the one that
    /// was warm.
    private static let early = (probation: Duration.milliseconds(100), worthwhileRemainder: Duration.seconds(20))

    /// The time at which the first bytes arrived. They don't count, because nothing shows how long they were in
    /// transit.
    private var start: Duration?
    private var received: Int64 = 0

    /// Counts received bytes.
    /// - Parameters:
    ///   - count: The number of bytes that arrived.
    ///   - remaining: The number of bytes still to come, or nil if it is unknown, which counts as 8 MiB.
    ///   - canSplit: Whether the only consequence is more connections.
    ///   - now: The time on the steady clock.
    /// - Returns: Whether the connection is slow.
    mutating func isSlow(_ count: Int, remaining: Int64?, canSplit: Bool, at now: Duration) -> Bool {
        guard let start else {
            start = now
            return false
        }
        received += Int64(count)
        let elapsed = now - start
        guard elapsed >= (canSplit ? Self.early.probation : Self.probation) else { return false }
        let rest = Double(remaining ?? 8 << 20) / Double(max(received, 1)) * elapsed.seconds
        return rest > (elapsed < Self.probation ? Self.early.worthwhileRemainder : Self.worthwhileRemainder).seconds
    }
}
