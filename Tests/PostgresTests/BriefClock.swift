import Foundation
import Synchronization
import VideoGeneration

/// The machine's clocks, with every sleep cut to 20 ms. The reading that measures waits advances by the rest.
final class BriefClock: EngineClock {
    private let skipped = Mutex(Duration.zero)

    var now: Date { Date() }
    var uptime: Duration { SystemClock().uptime + skipped.withLock { $0 } }

    func sleep(for duration: Duration) async throws {
        let pause = min(duration, .milliseconds(20))
        try await SystemClock().sleep(for: pause)
        skipped.withLock { $0 += duration - pause }
    }
}
