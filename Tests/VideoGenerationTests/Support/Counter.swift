import Synchronization

/// Collects texts from callbacks.
final class Counter: Sendable {
    private let store = Mutex<[String]>([])
    var texts: [String] { store.withLock { $0 } }
    func add(_ text: String) { store.withLock { $0.append(text) } }
}
