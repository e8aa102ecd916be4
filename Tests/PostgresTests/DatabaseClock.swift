import Foundation
import Synchronization
import VideoGeneration

/// A clock that passes time in a test's database as well: a sleep ends at once.
final class DatabaseClock: EngineClock {
    private let server: PostgresServer
    private let database: String
    private let passed = Mutex(0.0)

    init(_ server: PostgresServer, _ database: String) {
        self.server = server
        self.database = database
    }

    var now: Date { Date(timeIntervalSinceNow: passed.withLock { $0 }) }

    var uptime: Duration { SystemClock().uptime + .seconds(passed.withLock { $0 }) }

    func sleep(for duration: Duration) async throws {
        try Task.checkCancellation()
        try pass(duration)
    }

    /// Passes time.
    func pass(_ duration: Duration) throws {
        let seconds = Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
        passed.withLock { $0 += seconds }
        try server.execute("update test_clock set passed = passed + $1::float8", in: database, ["\(seconds)"])
    }
}
