import Synchronization

/// 1, 2, 3 … for whoever asks.
final class Numbers: Sendable {
    private let last = Atomic<Int>(0)
    func next() -> Int { last.add(1, ordering: .relaxed).newValue }
}
