import Foundation
import VideoGenerationPostgres
import VideoGenerationTesting

/// The times of a worker process, in seconds.
struct WorkerTimes {
    var submitLease = 240.0
    var margin = 160.0
    var claimLease = 60.0
    var renewal = 15.0
    var firstPoll = 0.2
    var perMinute = 0.0

    /// Short leases, so that another worker takes over soon.
    static let short = WorkerTimes(submitLease: 6, margin: 3, claimLease: 3, renewal: 1)

    fileprivate var arguments: [String] {
        [submitLease, margin, claimLease, renewal, firstPoll, perMinute].map { "\($0)" }
    }
}

extension FleetBench {
    /// Starts a worker as a process of its own.
    func start(_ machine: Int, _ times: WorkerTimes = WorkerTimes(), at address: String? = nil) throws -> WorkerProcess
    {
        let home = "\(folder.path)/machine-\(machine)"
        try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
        return try WorkerProcess(
            "fleet-worker",
            [address ?? server.address(of: database), home, baseURL] + times.arguments,
            in: home
        )
    }

    /// Waits until a condition holds.
    /// - Throws: ``FleetBenchError`` if it does not in time.
    func wait(_ what: String, seconds: Int = 60, until condition: () throws -> Bool) async throws {
        let end = ContinuousClock.now + .seconds(seconds)
        while try !condition() {
            guard ContinuousClock.now < end else { throw FleetBenchError(text: "\(what): \(try state())") }
            // The other side is a process on the machine's clock.
            try await Task.sleep(for: .milliseconds(30))
        }
    }

    /// The rows of the tasks, for messages.
    func state() throws -> String {
        let rows = try server.execute(
            """
            select id, state, work, due_at - video_now(), lease_until - video_now(), deaths, snapshot ->> 'suspension',
                snapshot -> 'failure' ->> 'message' from video_task order by number
            """,
            in: database
        )
        return rows.map { $0.map { $0 ?? "-" }.joined(separator: " ") }.joined(separator: "; ")
    }
}
