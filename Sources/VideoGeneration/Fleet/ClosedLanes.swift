import Synchronization

/// The lanes from which no task can be sent for a while.
final class ClosedLanes: Sendable {
    private struct State {
        var ends: [FleetLane: Duration] = [:]
        var isStopped = false
    }

    private let state = Mutex(State())

    /// Closes a lane until a time on the steady clock.
    func close(_ lane: FleetLane, until end: Duration) { state.withLock { $0.ends[lane] = end } }

    /// Opens all lanes, because a task has ended.
    func open() { state.withLock { $0.ends = [:] } }

    /// Closes all lanes for good.
    func stop() { state.withLock { $0.isStopped = true } }

    func isOpen(_ lane: FleetLane, at now: Duration) -> Bool {
        state.withLock { state in !state.isStopped && state.ends[lane].map { $0 <= now } ?? true }
    }

    /// Returns the lanes that are closed.
    func closed(at now: Duration) -> Set<FleetLane> {
        state.withLock { state in
            state.ends = state.ends.filter { $0.value > now }
            return Set(state.ends.keys)
        }
    }
}
