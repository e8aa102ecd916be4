import Foundation
import TestSupport
import Testing
import VideoGenerationTesting
import VideoSimulator

@testable import VideoGenerationPostgres

@Suite(
    "Workers as processes while their database is away",
    .timeLimit(.minutes(20)),
    .enabled(if: PostgresServer.obstacle == nil, "PostgreSQL is not installed here, or has no user of its own"),
    .ownThread
)
struct FleetOutageTests {
    @Test("F6 A worker is killed after the answer to its POST, while the database is away: its spool has the ID")
    func killedWhileAway() async throws {
        let bench = try FleetBench(generationTime: 0.2, faults: [FaultRule(on: .submit, .delay(seconds: 0.5))])
        try await bench.enqueue(1, with: bench.client(0))
        let proxy = try CuttingProxy(to: "\(bench.server.folder)/.s.PGSQL.5432")
        defer { proxy.end() }
        let address = "host=127.0.0.1 port=\(proxy.port) dbname=\(bench.database) user=postgres"
        let first = try bench.start(1, at: address)
        try await bench.wait("no POST") { bench.simulator.ledger.submits == 1 }
        proxy.isDown = true
        try await bench.wait("no ID in the spool") { spool(of: bench).contains(#""remoteID":""#) }
        first.end()
        #expect(try await first.status(within: 5) == -SIGKILL)
        #expect(try bench.value("select outcome from video_purchase") == "sending")
        proxy.isDown = false
        try bench.pass(300)
        // The next worker of the machine records the ID before it does anything else.
        let second = try bench.start(1)
        try await bench.wait("the ID is not recorded") {
            try bench.value("select outcome from video_purchase") == "accepted"
        }
        #expect(spool(of: bench).isEmpty)
        try bench.pass(61)
        try await bench.wait(for: "stored", from: "select state from video_task")
        #expect(try bench.broken(1) == [])
        second.end()
    }

    @Test("F12 Four workers send no more than the limit of a minute")
    func perMinute() async throws {
        let bench = try FleetBench(generationTime: 0.1)
        try await bench.enqueue(30, with: bench.client(0))
        var times = WorkerTimes()
        times.perMinute = 20
        let workers = try (1...4).map { try bench.start($0, times) }
        try await bench.wait("not twenty") { bench.simulator.ledger.submits >= 20 }
        // The other side is a process on the machine's clock.
        try await Task.sleep(for: .seconds(2))
        #expect(bench.simulator.ledger.submits == 20)
        #expect(try bench.value("select count(*) from video_grant") == "20")
        for worker in workers { worker.end() }
    }

    /// The content of the first machine's spool.
    private func spool(of bench: FleetBench) -> String {
        let folder = bench.folder.path + "/machine-1/spool/"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { $0.hasSuffix(".sending") }.compactMap {
            try? String(contentsOfFile: folder + $0, encoding: .utf8)
        }.joined()
    }
}
