import Foundation
import TestSupport
import Testing
import VideoGeneration
import VideoGenerationTesting
import VideoSimulator

@testable import VideoGenerationPostgres

@Suite(
    "A fleet of workers",
    .timeLimit(.minutes(20)),
    .enabled(if: PostgresServer.obstacle == nil, "PostgreSQL is not installed here, or has no user of its own"),
    .ownThread
)
struct FleetTests {
    @Test("A task that an app enqueues is bought once, and its video is stored by a worker")
    func oneVideo() async throws {
        let bench = try FleetBench()
        let task = try await bench.enqueue(1, with: bench.client(0))[0]
        #expect(task.state == .intent && bench.simulator.ledger.submits == 0)
        let worker = try VideoWorker(client: await bench.client(1))
        let run = Task { try await worker.run() }
        try await bench.wait(for: "stored", from: "select state from video_task")
        run.cancel()
        try await run.value
        #expect(try bench.broken(1) == [])
        #expect(try bench.value("select count(*) from video_task where lease_owner is not null") == "0")
    }

    @Test("A worker that is cancelled gives its tasks back, and records the answer to a submit that was on its way")
    func shutdown() async throws {
        let bench = try FleetBench(generationTime: 30, faults: [FaultRule(on: .submit, .delay(seconds: 1))])
        try await bench.enqueue(3, with: bench.client(0))
        let worker = try VideoWorker(client: await bench.client(1))
        let run = Task { try await worker.run() }
        try await bench.wait("no POST") { bench.simulator.ledger.submits >= 1 }
        run.cancel()
        try await run.value
        // Every POST that was sent has its answer, and the others wait for another worker.
        let sent = bench.simulator.ledger.submits
        #expect(
            try bench.value("select count(*) from video_task where snapshot -> 'remote' ->> 'id' is not null")
                == "\(sent)"
        )
        #expect(try bench.value("select count(*) from video_task where state = 'intent'") == "\(3 - sent)")
        #expect(try bench.value("select count(*) from video_task where lease_owner is not null") == "0")
    }

    @Test("Tasks that wait for a limit cost nothing, and are sent in the order of their priorities and ages")
    func order() async throws {
        let bench = try FleetBench(generationTime: 0.2)
        let client = try await bench.client(0)
        for (number, priority) in [0, 5, 0, 9, 5, 0].enumerated() {
            try await client.enqueue(bench.request(number), using: "relay", label: "\(number)", priority: priority)
        }
        let workers = try await [1, 2].asyncMap {
            try VideoWorker(client: await bench.client($0, limits: SubmitLimits(perMinute: 3)))
        }
        let runs = workers.map { worker in Task { try await worker.run() } }
        try await bench.wait("not sent") { bench.simulator.ledger.submits == 3 }
        // Nothing happens that could be waited for.
        try await Task.sleep(for: .seconds(3))
        #expect(bench.simulator.ledger.submits == 3)
        let sent = try bench.server.execute(
            "select label from video_task join video_event on id = task_id where event = 'submitting' order by at",
            in: bench.database
        )
        #expect(sent == [["3"], ["1"], ["4"]])
        let untouched = "select count(*) from video_task where state = 'intent' and sequence = 1"
        #expect(try bench.value(untouched) == "3")
        try bench.pass(61)
        try await bench.wait("not sent") { bench.simulator.ledger.submits == 6 }
        for run in runs {
            run.cancel()
            try await run.value
        }
    }

    @Test("A task during which three workers ended is suspended with the reason, until a person releases it")
    func poison() async throws {
        let bench = try FleetBench()
        let client = try await bench.client(0)
        let id = try await bench.enqueue(1, with: client)[0].id
        for machine in 1...3 {
            let journal = try #require(await bench.client(machine).journal as? PostgresJournal)
            let request = ClaimRequest(providers: client.providers.map(\.reference), room: [.submit: 8])
            let claims = try await Self.claims(journal, request)
            #expect(claims.map(\.deaths) == [machine - 1])
            try bench.pass(61)
        }
        let worker = try VideoWorker(client: await bench.client(4))
        let run = Task { try await worker.run() }
        try await bench.wait("not suspended") { try bench.value("select work from video_task") == nil }
        #expect(try await client.journal.task(id)?.suspension?.contains("3 workers") == true)
        #expect(bench.simulator.ledger.submits == 0)
        let error = await #expect(throws: VideoError.self) { try await client.submit(waiting: id) }
        #expect(error?.code == .notSubmitted && error?.purchase == VideoError.Purchase.none)
        try await client.journal.release(suspended: id)
        try await bench.wait(for: "stored", from: "select state from video_task")
        #expect(try bench.broken(1) == [])
        run.cancel()
        try await run.value
    }

    @Test("F8 A claim that is renewed too late is lost: another worker's results count, and the late one's are refused")
    func lateRenewal() async throws {
        let bench = try FleetBench()
        let client = try await bench.client(0)
        try await bench.enqueue(1, with: client)
        let first = try #require(await bench.client(1).journal as? PostgresJournal)
        let second = try #require(await bench.client(2).journal as? PostgresJournal)
        let request = ClaimRequest(providers: client.providers.map(\.reference), room: [.submit: 1])
        let late = try #require(try await Self.claims(first, request).first)
        #expect(try await second.claim(request).isEmpty)
        #expect(try await first.renewClaims().isEmpty)
        try bench.pass(61)
        let taken = try #require(try await second.claim(request).first)
        #expect(taken.token > late.token)
        #expect(try await first.renewClaims() == [late.task.id])
        var changed = late.task
        changed.suspension = "late"
        let result = ClaimResult(of: late, change: .init(.init(.suspended), changed), dueIn: .seconds(900))
        for operation in 0..<2 {
            let error = await #expect(throws: VideoError.self) {
                if operation == 0 {
                    _ = try await first.append(.status, to: late.task.id) { _ in }
                } else {
                    _ = try await first.reserve(late.task.id)
                }
            }
            #expect(error?.code == .busy)
        }
        #expect(try await first.finish([result]) == [late.task.id])
        #expect(try bench.value("select work from video_task") == "submit")
        #expect(try await second.finish([ClaimResult(of: taken, dueIn: .zero)]).isEmpty)
        #expect(try await first.claim(request).count == 1)
    }

    @Test("An idle worker makes at most two statements a second")
    func idle() async throws {
        let bench = try FleetBench()
        let worker = try VideoWorker(client: await bench.client(1))
        let run = Task { try await worker.run() }
        // Nothing happens that could be waited for.
        try await Task.sleep(for: .seconds(2))
        let sql = "select xact_commit from pg_stat_database where datname = '\(bench.database)'"
        let before = try #require(try Int(bench.value(sql) ?? ""))
        // Nothing happens that could be waited for.
        try await Task.sleep(for: .seconds(6))
        let after = try #require(try Int(bench.value(sql) ?? ""))
        #expect(after - before <= 12)
        run.cancel()
        try await run.value
    }

    @Test("A request that the journal does not keep whole is not enqueued, and a label names one task")
    func enqueue() async throws {
        let bench = try FleetBench()
        let client = try await bench.client(0)
        var hidden = bench.request(0)
        hidden.isPrivate = true
        let error = await #expect(throws: VideoError.self) { try await client.enqueue(hidden, using: "relay") }
        #expect(error?.code == .invalidRequest && error?.message.contains("private prompt") == true)
        let ids = try await withThrowingTaskGroup(of: VideoTask.ID.self) { group in
            for _ in 0..<8 {
                group.addTask { try await client.enqueue(bench.request(1), using: "relay", label: "one").id }
            }
            return try await group.reduce(into: Set<VideoTask.ID>()) { $0.insert($1) }
        }
        #expect(ids.count == 1)
        let used = await #expect(throws: VideoError.self) {
            try await client.enqueue(bench.request(2), using: "relay", label: "one")
        }
        #expect(used?.code == .labelInUse)
        #expect(try bench.value("select count(*) from video_task") == "1")
        #expect(bench.simulator.ledger.submits == 0)
    }

    @Test("A worker that hears of a new task takes it at once")
    func hint() async throws {
        let bench = try FleetBench()
        let journal = try #require(await bench.client(1).journal as? PostgresJournal)
        let client = try await bench.client(0)
        var hints = journal.hints().makeAsyncIterator()
        _ = await hints.next()
        try await bench.enqueue(1, with: client)
        let heard = await withTaskGroup(of: Bool.self) { group in
            group.addTask {
                for await _ in journal.hints() { return true }
                return false
            }
            group.addTask {
                // The database announces on the machine's clock.
                try? await Task.sleep(for: .seconds(20))
                return false
            }
            defer { group.cancelAll() }
            return await group.next() ?? false
        }
        #expect(heard)
    }

    @Test("A client of a folder is no worker")
    func folder() async throws {
        let folder = try TemporaryFolder()
        let client = VideoClient(providers: [], journal: try FileJournal(folder: folder.path))
        let error = #expect(throws: VideoError.self) { try VideoWorker(client: client) }
        #expect(error?.code == .configurationInvalid)
    }

    /// Claims tasks that were just given back.
    private static func claims(_ journal: PostgresJournal, _ request: ClaimRequest) async throws -> [TaskClaim] {
        for _ in 0..<500 {
            let claims = try await journal.claim(request)
            if !claims.isEmpty { return claims }
            // The end of the creator's lease is written in the background.
            try await Task.sleep(for: .milliseconds(10))
        }
        return []
    }
}

extension Array {
    fileprivate func asyncMap<Value>(_ transform: (Element) async throws -> Value) async rethrows -> [Value] {
        var values: [Value] = []
        for element in self { values.append(try await transform(element)) }
        return values
    }
}
