import Synchronization
import VideoGeneration
package import VideoPlatform

/// A simulated clock. A sleep returns at once and advances the time by its duration.
package final class LeapingClock: EngineClock {
    private let elapsed = Mutex(Duration.zero)
    private let start = Date(timeIntervalSince1970: 1_790_000_000)

    package init() {}

    package var now: Date { start.addingTimeInterval(uptime.seconds) }
    package var uptime: Duration { elapsed.withLock { $0 } }

    package func sleep(for duration: Duration) async throws {
        try Task.checkCancellation()
        elapsed.withLock { $0 += max(duration, .zero) }
        await Task.yield()
    }
}
