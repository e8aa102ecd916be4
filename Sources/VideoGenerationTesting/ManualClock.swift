import Synchronization
public import VideoGeneration
public import VideoPlatform

/// A clock that a test owns: nothing waits for real.
///
/// By default a sleep is over at once and moves the clock on by its length, so that a wait of twenty minutes
/// takes no time. With `isAutomatic: false` sleepers wait until ``advance(by:)`` reaches them.
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

    /// Starts a clock at a time of day.
    public init(startingAt start: Date = Date(timeIntervalSince1970: 1_790_000_000), isAutomatic: Bool = true) {
        self.start = start
        self.isAutomatic = isAutomatic
    }

    /// The time of day, as far as the clock was moved on.
    public var now: Date {
        state.withLock { start.addingTimeInterval($0.uptime.seconds + $0.offset) }
    }

    /// How far the clock was moved on.
    public var uptime: Duration { state.withLock { $0.uptime } }

    /// How long every sleep so far was to last, in order.
    public var sleeps: [Duration] { state.withLock { $0.sleeps } }

    /// How many sleepers wait for the clock.
    public var sleeperCount: Int { state.withLock { $0.sleepers.count } }

    /// Sets the time of day, as a person or a time server does; steady time is not touched.
    public func setWallClock(offset: TimeInterval) { state.withLock { $0.offset = offset } }

    /// Waits for the clock, or moves it on where it is automatic.
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
                    // Cancelled before the sleeper was there to be found.
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

    /// Moves the clock on and wakes whoever is due.
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
