/// Notices that a connection is slow: after a moment, by how long the rest would take.
struct SpeedWatch: Sendable {
    /// How long a connection is given before it is judged.
    static let probation = Duration.milliseconds(500)
    /// A rest that takes longer than this is worth another connection.
    static let patience = Duration.seconds(4)

    private let start: Duration
    private var received: Int64 = 0

    /// Starts with the first byte.
    init(at now: Duration) { start = now }

    /// Takes note of bytes.
    /// - Parameter remaining: how many are still to come; nil where nobody knows, which counts as 8 MiB.
    /// - Returns: whether the connection is slow.
    mutating func isSlow(_ count: Int, remaining: Int64?, at now: Duration) -> Bool {
        received += Int64(count)
        let elapsed = now - start
        guard elapsed >= Self.probation else { return false }
        let rest = Double(remaining ?? 8 << 20) / Double(max(received, 1)) * elapsed.seconds
        return rest > Self.patience.seconds
    }
}
