import Synchronization

/// The time of the next search for submits that ended processes left open.
final class RecoveryTime: Sendable {
    private static let pause = Duration.seconds(5)

    private let next = Mutex(Duration?.none)

    /// Returns whether the search is due, and plans the next one if so.
    func isDue(at now: Duration) -> Bool {
        next.withLock { next in
            if let next, now < next { return false }
            next = now + Self.pause
            return true
        }
    }
}
