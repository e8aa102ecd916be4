import Foundation
import TestSupport
import Testing
import VideoGeneration
import VideoGenerationTesting
import VideoSimulator

@testable import VideoGenerationPostgres

@Suite(
    "The commands work, enqueue and release",
    .timeLimit(.minutes(20)),
    .enabled(if: PostgresServer.obstacle == nil, "PostgreSQL is not installed here, or has no user of its own"),
    .ownThread
)
struct WorkCommandTests {
    private func run(_ bench: FleetBench, _ words: [String]) throws -> WorkerProcess {
        let provider = ["--dialect", "openai-videos", "--base-url", bench.baseURL, "--key-env", "TEST_KEY"]
        return try WorkerProcess(
            "video-repl",
            words + (words[0] == "release" ? [] : provider) + ["--state", bench.folder.path + "/state", "--json"],
            in: bench.folder.path,
            environment: ["VIDEO_JOURNAL": bench.server.address(of: bench.database)]
        )
    }

    @Test("A task that `enqueue` creates is stored by `work`, which SIGTERM ends in order")
    func enqueueAndWork() async throws {
        let bench = try FleetBench()
        for _ in 0..<2 {
            let words = ["enqueue", "a boat", "--output", bench.path(1), "--label", "one", "--model", "veo3-fast"]
            let enqueue = try run(bench, words)
            #expect(try await enqueue.status(within: 60) == 0, "\(enqueue.said)")
        }
        #expect(try bench.value("select count(*) from video_task where state = 'intent'") == "1")
        let work = try run(bench, ["work", "--temporary-spool", "--concurrency", "2"])
        try await bench.wait(for: "stored", from: "select state from video_task")
        work.send(SIGTERM)
        #expect(try await work.status(within: 20) == 0, "\(work.said)")
        #expect(work.said.contains(#""event":"stopped""#) && work.said.contains(#""stored":1"#), "\(work.said)")
        #expect(try bench.broken(1) == [])
        #expect(try bench.value("select count(*) from video_task where lease_owner is not null") == "0")
    }

    @Test("SIGTERM waits for the answer to a submit, and a second one ends at once")
    func signals() async throws {
        let bench = try FleetBench(generationTime: 60, faults: [FaultRule(on: .submit, .delay(seconds: 4))])
        try await bench.enqueue(1, with: bench.client(0))
        let work = try run(bench, ["work", "--temporary-spool", "--provider", "relay"])
        try await bench.wait("no POST") { bench.simulator.ledger.submits == 1 }
        work.send(SIGTERM)
        #expect(try await work.status(within: 1) == nil)
        work.send(SIGTERM)
        #expect(try await work.status(within: 3) != nil)
        #expect(try bench.value("select state from video_task") == "submitting")
    }

    @Test("`release` lets a suspended task go on, and a task that is not suspended stays as it is")
    func release() async throws {
        let bench = try FleetBench()
        let client = try await bench.client(0)
        let id = try await bench.enqueue(1, with: client)[0].id
        try await client.journal.suspend(id, because: "for a test")
        #expect(try bench.value("select work from video_task") == nil)
        for expected in ["true", "false"] {
            let release = try run(bench, ["release", id.rawValue])
            #expect(try await release.status(within: 60) == 0, "\(release.said)")
            #expect(release.said.contains("\"wasSuspended\":\(expected)"), "\(release.said)")
        }
        #expect(try bench.value("select work from video_task") == "submit")
        #expect(
            try bench.value("select string_agg(event, ' ' order by sequence) from video_event")
                == "intent suspended released"
        )
    }
}
