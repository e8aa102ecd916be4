import Synchronization
import VideoGeneration
import VideoPlatform

/// The machine's clocks, with every long sleep cut to 50 ms. Both readings advance by the rest.
///
/// A provider may ask for 10 s between two polls. A server on this machine needs no such pause, and a test should not
/// wait for it.
final class HurriedClock: EngineClock {
    private static let longest = Duration.milliseconds(50)
    private let system = SystemClock()
    private let skipped = Mutex(Duration.zero)

    var now: Date { system.now.addingTimeInterval(skipped.withLock { $0 }.seconds) }
    var uptime: Duration { system.uptime + skipped.withLock { $0 } }

    func sleep(for duration: Duration) async throws {
        try await system.sleep(for: min(duration, Self.longest))
        skipped.withLock { $0 += max(duration - Self.longest, .zero) }
    }
}
