import Synchronization
import VideoPlatform

/// A signal of this process that a task has left the tasks in flight, so that those that wait need not look for it.
package final class Departures: Sendable {
    private let handlers = Mutex<[@Sendable (Endpoint) -> Void]>([])

    package init() {}

    func onDeparture(_ handler: @escaping @Sendable (Endpoint) -> Void) { handlers.withLock { $0.append(handler) } }

    /// Signals a change with which a task leaves the tasks in flight of its provider.
    package func note(from old: VideoTask, to new: VideoTask) {
        guard Self.inFlight.contains(old.state), !Self.inFlight.contains(new.state) || new.provider != old.provider
        else { return }
        signal(old.provider.endpoint)
    }

    private static let inFlight: Set<VideoTask.State> = [.submitting, .queued, .running, .outcomeUnknown]

    func signal(_ endpoint: Endpoint) {
        for handler in handlers.withLock({ $0 }) { handler(endpoint) }
    }
}
