import Foundation
import VideoGenerationTesting
import VideoWorkloads

/// Compares complete tasks by four workers with those of one process and a journal in a folder.
struct FleetJobs {
    private static let count = 2000
    private static let workers = 4

    func measure(server: String, psql: String, _ bench: Bench, _ report: inout Report) async throws {
        let usage = try await bench.alternate([
            ("fleet", { try runFleet(server, psql) }), ("folder", { try runFolder() }),
        ])
        guard let fleet = usage["fleet"], let folder = usage["folder"] else { return }
        report.add(
            "CPU per task from enqueue to stored, 2,000 tasks of 1 MiB, 4 workers",
            .seconds(fleet.cpu / Double(Self.count)),
            comparedWith: "one process, a journal in a folder",
            .seconds(folder.cpu / Double(Self.count)),
            atMost: 1.5
        )
        report.add("time of the 2,000 tasks", .seconds(fleet.wall), comparedWith: "one process", .seconds(folder.wall))
    }

    private func runFolder() throws -> ResourceUsage {
        let provider = try RunningServer(polls: 5)
        let folder = try TemporaryFolder()
        return try withExtendedLifetime(folder) {
            try JobsWorkload().measure([provider.address, "\(Self.count)", folder.path])
        }
    }

    private func runFleet(_ server: String, _ psql: String) throws -> ResourceUsage {
        let database = try FleetDatabase(server: server, psql: psql)
        let provider = try RunningServer(polls: 5)
        let folder = try TemporaryFolder()
        let start = ContinuousClock.now
        let workers = try (0..<Self.workers).map { number in
            try FleetWorkload().start(["work", database.address, "\(folder.path)/worker-\(number)", provider.address])
        }
        for worker in workers where worker.readLine() != "ready" { throw BenchmarkError("A worker did not start.") }
        var cpu = try FleetWorkload().measure(
            ["enqueue", database.address, folder.path, provider.address, "\(Self.count)", "0"]
        ).cpu
        while try database.query("select count(*) from video_task where state = 'stored'") != "\(Self.count)" {
            Thread.sleep(forTimeInterval: 0.2)
        }
        let wall = start.duration(to: .now) / .seconds(1)
        for worker in workers { worker.endInput() }
        for worker in workers {
            cpu += try JSONDecoder().decode(ResourceUsage.self, from: Data(worker.readAll().utf8)).cpu
            _ = try worker.wait()
        }
        return ResourceUsage(wall: wall, cpu: cpu, peak: 0)
    }
}
