import Foundation
import VideoGenerationTesting
import VideoWorkloads

/// Measures workers on a PostgreSQL server that the user names.
struct FleetBenchmark: Benchmark {
    let name = "fleet"
    let summary =
        "Workers on one PostgreSQL server, named by $\(FleetDatabase.variable), such as \"host=/run/postgresql user=postgres\"."

    /// The seconds of one measurement.
    private static let seconds = 5

    func run(_ bench: Bench) async throws -> Report {
        var report = Report()
        let server = ProcessInfo.processInfo.environment[FleetDatabase.variable]
        guard let server, let psql = MeasuredProcess.find("psql") else {
            report.notes.append("$\(FleetDatabase.variable) is not set, or psql is not installed.")
            return report
        }
        let database = try FleetDatabase(server: server, psql: psql)
        report.growth = Report.Growth(columns: ["running tasks"] + Self.workers.map { "\($0) workers" }, rows: [])
        bench.log("  10,000 running tasks")
        try database.fill("running", to: 10_000)
        try await comparePolls(database, bench, &report)
        try await compareHistory(database, bench, &report)
        try grow(database, bench, &report)
        try await FleetLatency().measure(server: server, psql: psql, bench, &report)
        try await FleetJobs().measure(server: server, psql: psql, bench, &report)
        try FleetIdle().measure(server: server, psql: psql, bench, &report)
        report.notes.append(
            "The cells of the last table are polls claimed and written back per second, each a single run."
        )
        return report
    }

    private static let workers = [1, 2, 4, 8]

    // MARK: - Polls

    private func comparePolls(_ database: FleetDatabase, _ bench: Bench, _ report: inout Report) async throws {
        var contenders: [(name: String, run: () async throws -> ResourceUsage)] = [
            ("ours", { try polls(database, workers: 4) })
        ]
        if let pgbench = MeasuredProcess.find("pgbench") {
            let bare = try BarePolls(pgbench: pgbench)
            contenders.append(("pgbench", { try bare.run(database, clients: 4, claims: 400) }))
        } else {
            report.notes.append("pgbench is not installed.")
        }
        let usage = try await bench.alternate(contenders)
        guard let ours = usage["ours"] else { return }
        report.add(
            "polls claimed and written back per second, 4 workers",
            .perSecond(ours.extra["rate"] ?? .nan),
            comparedWith: "pgbench, the same statements, 4 clients",
            (usage["pgbench"]?.extra["rate"]).map { .perSecond($0) },
            atLeast: 0.5
        )
    }

    private func compareHistory(_ database: FleetDatabase, _ bench: Bench, _ report: inout Report) async throws {
        // The same table before and after, so the runs cannot alternate.
        let before = try await bench.alternate([("none", { try polls(database, workers: 4) })])["none"]
        bench.log("  1,000,000 finished tasks")
        try database.fill("failed", to: 1_000_000)
        let after = try await bench.alternate([("many", { try polls(database, workers: 4) })])["many"]
        report.add(
            "polls per second, 1,000,000 finished tasks beside 10,000",
            .perSecond(after?.extra["rate"] ?? .nan),
            comparedWith: "without finished tasks",
            .perSecond(before?.extra["rate"] ?? .nan),
            atLeast: 0.9
        )
        try database.query(
            "delete from video_task where state = 'failed' and number > (select min(number) from video_task where state = 'failed')"
        )
        try database.query("vacuum full analyze video_task")
    }

    private func grow(_ database: FleetDatabase, _ bench: Bench, _ report: inout Report) throws {
        for count in [10_000, 100_000, 1_000_000] {
            bench.log("  \(count) running tasks")
            try database.fill("running", to: count)
            let rates = try Self.workers.map { workers in
                Quantity.perSecond(try polls(database, workers: workers).extra["rate"] ?? .nan).text
            }
            report.growth?.rows.append(["\(count)"] + rates)
        }
    }

    /// Runs workers, each a process, and returns their rate.
    private func polls(_ database: FleetDatabase, workers: Int) throws -> ResourceUsage {
        let folder = try TemporaryFolder()
        let processes = try (0..<workers).map { number in
            try FleetWorkload().start(
                ["polls", database.address, "\(folder.path)/\(number)", "1", "\(Self.seconds)"]
            )
        }
        var rate = 0.0
        for process in processes {
            let usage = try JSONDecoder().decode(ResourceUsage.self, from: Data(process.readAll().utf8))
            _ = try process.wait()
            rate += (usage.extra["polls"] ?? 0) / usage.wall
        }
        return ResourceUsage(wall: Double(Self.seconds), cpu: 0, peak: 0, extra: ["rate": rate])
    }
}
