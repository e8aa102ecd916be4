import Foundation
import VideoGenerationTesting
import VideoWorkloads

/// Measures a worker while all tasks wait for a place at their provider.
struct FleetIdle {
    private static let seconds = 20.0

    func measure(server: String, psql: String, _ bench: Bench, _ report: inout Report) throws {
        let database = try FleetDatabase(server: server, psql: psql)
        // The running task takes the only place, and is not polled meanwhile.
        try database.query("update video_task set due_at = now() + interval '1 day' where state = 'running'")
        for count in [10_000, 100_000, 1_000_000] {
            bench.log("  \(count) waiting tasks")
            try database.fill("intent", to: count)
            let folder = try TemporaryFolder()
            let worker = try FleetWorkload().start(["idle", database.address, folder.path, "\(Self.seconds)"])
            guard worker.readLine() == "ready" else { throw BenchmarkError("A worker did not start.") }
            let before = try transactions(in: database)
            let usage = try JSONDecoder().decode(ResourceUsage.self, from: Data(worker.readAll().utf8))
            let after = try transactions(in: database)
            _ = try worker.wait()
            report.add(
                "memory of a worker, \(count) waiting tasks",
                .bytes(usage.extra["memory"] ?? .nan),
                atMost: .bytes(64 * 1_048_576)
            )
            report.add(
                "transactions per second of an idle worker, \(count) waiting tasks",
                // The end of the worker and the question itself are counted too.
                .perSecond((after - before) / Self.seconds),
                atMost: .perSecond(2)
            )
        }
    }

    private func transactions(in database: FleetDatabase) throws -> Double {
        // The statistics of an open connection are written once a second.
        Thread.sleep(forTimeInterval: 1.5)
        let count = try database.query(
            "select xact_commit + xact_rollback from pg_stat_database where datname = current_database()"
        )
        return Double(count) ?? .nan
    }
}
