import Synchronization
import VideoPlatform

/// A signal of this process that a task has left the tasks in flight, so that those that wait need not look for it.
package final class Departures: Sendable {
    private let handlers = Mutex<[@Sendable (Endpoint) -> Void]>([])

    package init() {}

    func onDeparture(_ handler: @escaping @Sendable (Endpoint) -> Void) { handlers.withLock { $0.append(handler) } }

    func signal(_ endpoint: Endpoint) {
        for handler in handlers.withLock({ $0 }) { handler(endpoint) }
    }
}
