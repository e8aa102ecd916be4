import Foundation
import VideoGenerationTesting
import VideoWorkloads

/// Measures the time from an enqueued task to its request, at 100 tasks a second.
struct FleetLatency {
    private static let count = 2000

    func measure(server: String, psql: String, _ bench: Bench, _ report: inout Report) async throws {
        for (mode, limit) in [("work", 0.3), ("quiet", 2.0)] {
            bench.log("  100 tasks a second, \(mode)")
            let usage = try await bench.alternate([(mode, { try run(mode, server, psql) })])[mode]
            let way = mode == "work" ? "with NOTIFY" : "without NOTIFY"
            report.add(
                "from enqueue to submit, 99th percentile at 100 tasks a second, \(way)",
                .seconds(usage?.extra["latency"] ?? .nan),
                atMost: .seconds(limit)
            )
        }
    }

    private func run(_ mode: String, _ server: String, _ psql: String) throws -> ResourceUsage {
        let database = try FleetDatabase(server: server, psql: psql)
        let provider = try RunningServer(polls: 5)
        let folder = try TemporaryFolder()
        let worker = try FleetWorkload().start([mode, database.address, folder.path + "/worker", provider.address])
        guard worker.readLine() == "ready" else { throw BenchmarkError("A worker did not start.") }
        _ = try FleetWorkload().measure(
            ["enqueue", database.address, folder.path + "/app", provider.address, "\(Self.count)", "100"]
        )
        while try database.query("select count(*) from video_task where provider = 'openai' and work = 'submit'") != "0"
        {
            Thread.sleep(forTimeInterval: 0.1)
        }
        worker.endInput()
        _ = worker.readAll()
        _ = try worker.wait()
        let latency = try database.query(
            """
            select percentile_cont(0.99) within group (order by extract(epoch from submitted_at - created_at))
            from video_task where provider = 'openai'
            """
        )
        return ResourceUsage(wall: 0, cpu: 0, peak: 0, extra: ["latency": Double(latency) ?? .nan])
    }
}
