import Synchronization

/// A thread-safe counter that returns 1, 2, 3 and so on.
final class Numbers: Sendable {
    private let last = Atomic<Int>(0)
    func next() -> Int { last.add(1, ordering: .relaxed).newValue }
}
