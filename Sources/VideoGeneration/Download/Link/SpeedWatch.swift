/// Notices that a connection is slow: after a moment, by how long the rest would take.
struct SpeedWatch: Sendable {
    /// How long a connection is given before it is judged.
    static let probation = Duration.milliseconds(500)
    /// A rest that takes longer than this is worth another connection.
    static let patience = Duration.seconds(4)
    /// The same where more connections are all that follows: a wrong guess then costs these and the one that was warm.
    private static let early = (probation: Duration.milliseconds(100), patience: Duration.seconds(20))

    /// When the first bytes came. These say nothing about the speed: how long they were under way nobody knows.
    private var start: Duration?
    private var received: Int64 = 0

    /// Takes note of bytes.
    /// - Parameters:
    ///   - remaining: how many are still to come; nil where nobody knows, which counts as 8 MiB.
    ///   - canSplit: whether more connections are all that follows.
    /// - Returns: whether the connection is slow.
    mutating func isSlow(_ count: Int, remaining: Int64?, canSplit: Bool, at now: Duration) -> Bool {
        guard let start else {
            start = now
            return false
        }
        received += Int64(count)
        let elapsed = now - start
        guard elapsed >= (canSplit ? Self.early.probation : Self.probation) else { return false }
        let rest = Double(remaining ?? 8 << 20) / Double(max(received, 1)) * elapsed.seconds
        return rest > (elapsed < Self.probation ? Self.early.patience : Self.patience).seconds
    }
}
