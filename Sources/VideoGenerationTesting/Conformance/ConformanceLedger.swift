import Synchronization

/// Collects the expectations of one check.
final class ConformanceLedger: Sendable {
    /// The number of failures that are kept. Further failures of the same check add no information.
    private static let maximumFailures = 5
    private static let maximumText = 600

    private struct State {
        var count = 0
        var failures: [(promised: String, seen: String)] = []
    }

    private let state = Mutex(State())

    var count: Int { state.withLock { $0.count } }
    var failures: [(promised: String, seen: String)] { state.withLock { $0.failures } }

    func add(_ holds: Bool, _ promised: String, seen: @autoclosure () -> String) {
        let finding = holds ? nil : (promised, String(seen().prefix(Self.maximumText)))
        state.withLock {
            $0.count += 1
            if let finding, $0.failures.count < Self.maximumFailures { $0.failures.append(finding) }
        }
    }
}
