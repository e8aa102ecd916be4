import Synchronization
public import VideoGeneration
import VideoPlatform

/// A clock that a test controls, so that no test waits in real time.
///
/// By default, a sleep ends at once and advances the clock by its length: a wait of twenty minutes takes no time. With
/// `isAutomatic: false`, a sleep lasts until ``advance(by:)`` reaches its end.
public final class ManualClock: EngineClock {
    private struct Sleeper {
        var id: UInt64
        var wake: Duration
        var continuation: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var uptime: Duration = .zero
        var offset: TimeInterval = 0
        var sleeps: [Duration] = []
        var sleepers: [Sleeper] = []
        var nextID: UInt64 = 0
    }

    private let start: Date
    private let isAutomatic: Bool
    private let state = Mutex(State())

    /// Creates a clock that starts at a wall-clock time.
    /// - Parameters:
    ///   - start: the wall-clock time at the start.
    ///   - isAutomatic: whether a sleep ends at once and advances the clock; if false, only ``advance(by:)`` does.
    public init(startingAt start: Date = Date(timeIntervalSince1970: 1_790_000_000), isAutomatic: Bool = true) {
        self.start = start
        self.isAutomatic = isAutomatic
    }

    /// The wall-clock time: the start, plus the time by which the clock was advanced and the offset that was set.
    public var now: Date {
        state.withLock { start.addingTimeInterval($0.uptime.seconds + $0.offset) }
    }

    /// The time by which the clock was advanced.
    public var uptime: Duration { state.withLock { $0.uptime } }

    /// The requested length of every sleep so far, in order.
    public var sleeps: [Duration] { state.withLock { $0.sleeps } }

    /// The number of callers that currently sleep on this clock.
    public var sleeperCount: Int { state.withLock { $0.sleepers.count } }

    /// Shifts the wall-clock time, as a user or a time server does. The steady time does not change.
    public func setWallClock(offset: TimeInterval) { state.withLock { $0.offset = offset } }

    /// Sleeps until the clock reaches the end of the duration, or advances the clock if it is automatic.
    /// - Throws: `CancellationError` if the task is cancelled.
    public func sleep(for duration: Duration) async throws {
        try Task.checkCancellation()
        let id = state.withLock { state -> UInt64? in
            state.sleeps.append(duration)
            if isAutomatic {
                state.uptime += max(duration, .zero)
                return nil
            }
            state.nextID += 1
            return state.nextID
        }
        guard let id else {
            await Task.yield()
            return
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let isWaiting = state.withLock { state in
                    // The task was cancelled before its sleeper was added, so that `onCancel` could not find it.
                    guard !Task.isCancelled else { return false }
                    state.sleepers.append(
                        Sleeper(id: id, wake: state.uptime + duration, continuation: continuation)
                    )
                    return true
                }
                if !isWaiting { continuation.resume(throwing: CancellationError()) }
            }
        } onCancel: {
            let sleeper = state.withLock { state in
                state.sleepers.firstIndex { $0.id == id }.map { state.sleepers.remove(at: $0) }
            }
            sleeper?.continuation.resume(throwing: CancellationError())
        }
    }

    /// Advances the clock and resumes every sleeper whose time has come.
    public func advance(by duration: Duration) {
        let due = state.withLock { state in
            state.uptime += duration
            let due = state.sleepers.filter { $0.wake <= state.uptime }.sorted { $0.wake < $1.wake }
            state.sleepers.removeAll { $0.wake <= state.uptime }
            return due
        }
        for sleeper in due { sleeper.continuation.resume() }
    }
}
