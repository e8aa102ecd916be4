import Foundation
import TestSupport
import Testing
import VideoGeneration
import VideoGenerationTesting
import VideoSimulator

@testable import VideoGenerationPostgres

/// Real workers that are killed, stopped and late.
@Suite(
    "Faults of a fleet with real processes",
    .timeLimit(.minutes(20)),
    .enabled(if: PostgresServer.obstacle == nil, "PostgreSQL is not installed here, or has no user of its own"),
    .ownThread
)
struct FleetFaultTests {
    private static let events = "select string_agg(event, ' ' order by sequence) from video_event"

    @Test(
        "F1 A worker is killed at a step of the journal: another one goes on, and each video is bought once",
        arguments: ["intent", "submitting", "accepted", "status", "downloading", "verified", "stored"]
    )
    func killed(at event: String) async throws {
        // The answer to the submit comes late, so that the kill finds the worker in the step.
        let bench = try FleetBench(generationTime: 0.6, faults: [FaultRule(on: .submit, .delay(seconds: 0.3))])
        try await bench.enqueue(1, with: bench.client(0))
        let first = try bench.start(1)
        try await bench.wait("no \(event)") {
            let condition =
                event == "intent" ? "lease_token > 1" : "exists (select 1 from video_event where event = '\(event)')"
            return try bench.value("select count(*) from video_task where \(condition)") == "1"
        }
        first.end()
        #expect(try await first.status(within: 5) == -SIGKILL)
        // The leases of the dead worker run out.
        try bench.pass(300)
        let second = try bench.start(2)
        if event == "submitting" {
            // Nobody but the provider knows whether it was bought. It is never sent again.
            try await bench.wait(for: "outcomeUnknown", from: "select state from video_task")
            try await bench.wait("the provider's answer") { bench.simulator.ledger.tasks.count == 1 }
            try await bench.settle(with: bench.client(0))
            try bench.pass(60)
        }
        try await bench.wait(for: "stored", from: "select state from video_task")
        #expect(try bench.broken(1) == [])
        second.end()
    }

    @Test("F2 A worker that is stopped past its lease in mid-POST, then continued, keeps its late answer: one POST")
    func stoppedInPost() async throws {
        let bench = try FleetBench(generationTime: 0.2, faults: [FaultRule(on: .submit, .delay(seconds: 1.5))])
        try await bench.enqueue(1, with: bench.client(0))
        let first = try bench.start(1)
        try await bench.wait("no POST") { bench.simulator.ledger.submits == 1 }
        first.send(SIGSTOP)
        try bench.pass(300)
        let second = try bench.start(2)
        try await bench.wait(for: "outcomeUnknown", from: "select state from video_task")
        first.send(SIGCONT)
        try await bench.wait("no late answer") {
            try bench.value("select remote_id is not null from video_purchase") == "t"
        }
        try bench.pass(60)
        try await bench.wait(for: "stored", from: "select state from video_task")
        #expect(try bench.broken(1) == [])
        for worker in [first, second] { worker.end() }
    }

    @Test("F3 A worker that is stopped past its lease in a poll, then continued, changes nothing any more")
    func stoppedInPoll() async throws {
        let bench = try FleetBench(
            generationTime: 0.2,
            faults: [FaultRule(on: .status, nth: 1, times: 1, .delay(seconds: 1.5))]
        )
        try await bench.enqueue(1, with: bench.client(0))
        let first = try bench.start(1)
        try await bench.wait("no poll") { bench.simulator.ledger.requests["GET /v1/videos/{id}"] ?? 0 >= 1 }
        first.send(SIGSTOP)
        try bench.pass(61)
        let second = try bench.start(2)
        try await bench.wait(for: "stored", from: "select state from video_task")
        let events = try bench.value(Self.events)
        first.send(SIGCONT)
        // The worker is a process on the machine's clock.
        try await Task.sleep(for: .seconds(3))
        #expect(first.isRunning)
        #expect(try bench.value(Self.events) == events)
        #expect(try bench.broken(1) == [])
        for worker in [first, second] { worker.end() }
    }

    @Test("F3 A worker that is stopped past its lease in a download or a renewal, then continued, harms nothing")
    func stoppedInDownload() async throws {
        let bench = try FleetBench(
            generationTime: 0.1,
            faults: [FaultRule(on: .content, nth: 1, times: 1, .stall(afterBytes: 2_000, seconds: 2))]
        )
        try await bench.enqueue(1, with: bench.client(0))
        var times = WorkerTimes()
        times.renewal = 0.1
        let first = try bench.start(1, times)
        try await bench.wait("no download") {
            try bench.value("select count(*) from video_event where event = 'downloading'") == "1"
        }
        first.send(SIGSTOP)
        try bench.pass(61)
        let second = try bench.start(2)
        try await bench.wait(for: "stored", from: "select state from video_task")
        let events = try bench.value(Self.events)
        first.send(SIGCONT)
        // The worker is a process on the machine's clock.
        try await Task.sleep(for: .seconds(3))
        #expect(try bench.value(Self.events) == events)
        #expect(try bench.broken(1) == [])
        for worker in [first, second] { worker.end() }
    }

    @Test("F20 A worker that is stopped between the commit of `submitting` and its first byte sends nothing")
    func stoppedBeforeFirstByte() async throws {
        let bench = try FleetBench()
        try await bench.enqueue(1, with: bench.client(0))
        let proxy = try CuttingProxy(to: "\(bench.server.folder)/.s.PGSQL.5432")
        proxy.holdNext(#""event":"submitting""#)
        var times = WorkerTimes()
        // Two seconds of the lease may pass before the first byte.
        (times.submitLease, times.margin) = (12, 10)
        let address = "host=127.0.0.1 port=\(proxy.port) dbname=\(bench.database) user=postgres"
        let first = try bench.start(1, times, at: address)
        try await bench.wait("no commit") { proxy.isHolding }
        first.send(SIGSTOP)
        #expect(try bench.value("select state from video_task") == "submitting")
        proxy.release()
        // The worker is a process on the machine's clock.
        try await Task.sleep(for: .seconds(3))
        first.send(SIGCONT)
        // It finds that too little of its lease is left.
        try await bench.wait(for: "1", from: "select count(*) from video_event where event = 'refused'")
        #expect(try bench.value(Self.events)?.hasPrefix("intent submitting refused") == true)
        // Then it is sent, once.
        try await bench.wait(for: "stored", from: "select state from video_task")
        #expect(try bench.broken(1) == [])
        first.end()
        proxy.end()
    }

    @Test("F11 A thousand tasks that are due in one second: no worker of four polls a task twice in a period")
    func thousand() async throws {
        let bench = try FleetBench(generationTime: 600)
        let client = try await bench.client(0)
        let provider = try #require(client.providers.first).reference
        let ids = (1...1_000).map { VideoTask.ID(number: $0, bits: UInt64($0) &* 0x9E37_79B9_7F4A_7C15) }
        var task = VideoTask(id: ids[0], provider: provider, request: bench.request(0), createdAt: Date())
        task.state = .running
        task.remote = RemoteTask(id: "video_0")
        try await client.journal.adopt(task)
        try bench.server.execute(
            """
            insert into video_task (id, number, state, provider, endpoint, dialect, model, request, snapshot, sequence,
                work, created_at, updated_at)
            select new, 1, state, provider, endpoint, dialect, model, replace(request::text, id, new)::json, snapshot,
                sequence, work, created_at, updated_at from video_task, unnest($1::text[]) as new
            """,
            in: bench.database,
            [SQLArray.text(ids.dropFirst().map(\.rawValue))]
        )
        // A worker that does not know a task's polls begins with its schedule, not with a poll.
        let memory =
            #"{"polls":1,"lastLook":0,"knowsStart":false,"failures":0,"refusals":0,"doubts":{"count":0,"since":0}}"#
        try bench.server.execute(
            "update video_task set polling = '\(memory)', due_at = video_now() - interval '1 second'",
            in: bench.database
        )
        var times = WorkerTimes()
        times.firstPoll = 20
        let workers = try (1...4).map { try bench.start($0, times) }
        try await bench.wait(for: "0", from: "select count(*) from video_task where due_at <= video_now()")
        try await bench.wait(for: "0", from: "select count(*) from video_task where lease_until is not null")
        for worker in workers { worker.end() }
        // The simulator does not know the tasks, and counts each question.
        let polls = bench.simulator.ledger.requests.filter { $0.key.hasPrefix("GET") }.values.reduce(0, +)
        #expect(polls == 1_000)
        #expect(try bench.value("select max(lease_token) from video_task") == "2")
    }

    @Test("F22 After ten workers were killed, the limits have lost nothing and leaked nothing")
    func limits() async throws {
        let bench = try FleetBench(generationTime: 0.2, faults: [FaultRule(on: .submit, .delay(seconds: 0.2))])
        try await bench.enqueue(12, with: bench.client(0))
        var times = WorkerTimes()
        times.perMinute = 30
        for machine in 1...10 {
            let worker = try bench.start(machine, times)
            try await bench.wait("the worker does nothing") { !worker.said.isEmpty }
            // The worker is a process on the machine's clock.
            try await Task.sleep(for: .milliseconds(60 * machine))
            worker.end()
        }
        try bench.pass(300)
        // What the dead left open is settled by the bill.
        let client = try await bench.client(0)
        try await bench.settle(with: client)
        try bench.pass(60)
        let last = try bench.start(11, times)
        try await bench.wait(for: "12", from: "select count(*) from video_task where state = 'stored'")
        #expect(try bench.broken(12) == [])
        let account = Account(of: try bench.provider())
        #expect(try await client.journal.inFlight(account, model: nil) == 0)
        #expect(try bench.value("select count(*) from video_waiting where until > video_now()") == "0")
        last.end()
    }
}
