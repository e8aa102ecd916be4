import Foundation
import Synchronization
import Testing
import VideoGenerationTesting

@testable import VideoGeneration
@testable import VideoGenerationCore

@Suite(
    "The records of accounts survive crashes, and nothing waits for a task that was not sent",
    .timeLimit(.minutes(20))
)
struct GrantRecordTests {
    private func submit(_ bench: RouteBench, _ request: VideoRequest = RouteBench.request, label: String? = nil)
        async throws(VideoError) -> VideoTask
    {
        try await bench.client.submit(request, using: "first", label: label)
    }

    private func removeRecords(_ bench: RouteBench) throws {
        try FileManager.default.removeItem(atPath: bench.folder.path + "/state/accounts")
    }

    @Test(
        "A task whose first entry a crash tore is not in flight, and no task waits for it",
        arguments: ["", "{\"seq"]
    )
    func unbegun(_ remains: String) async throws {
        let bench = try RouteBench(["first"]) { $0.limits.inFlight = 1 }
        let task = try await submit(bench)
        try Data(remains.utf8).write(to: URL(fileURLWithPath: bench.journal.path(task.id)))
        #expect(try await submit(bench.reopened()).state == .queued)
        #expect(bench.clock.uptime == .zero)
    }

    @Test("A grant of an account with limits is durable before the task is sent")
    func durable() async throws {
        let disk = HookedDisk()
        let bench = try RouteBench(["first", "second"], disk: disk) {
            if $0.id == "first" { $0.limits.inFlight = 2 }
        }
        let syncs = Mutex(0)
        disk.before { call, path in
            if call == .sync, path.hasSuffix(".grants") { syncs.withLock { $0 += 1 } }
        }
        _ = try await submit(bench)
        #expect(syncs.withLock { $0 } == 1)
        _ = try await bench.client.submit(RouteBench.request, using: "second")
        #expect(syncs.withLock { $0 } == 1)
    }

    @Test("A record that is built again counts the refused attempts of the last minute", arguments: [false, true])
    func rebuiltMinute(isRouted: Bool) async throws {
        let bench = try RouteBench(["first", "second"]) { if $0.id == "first" { $0.limits.perMinute = 1 } }
        bench["first"].respond(.funds)
        if isRouted {
            #expect(try await bench.submit().provider.id == "second")
        } else {
            _ = await bench.failure { try await submit(bench) }
        }
        try removeRecords(bench)
        _ = try await submit(bench.reopened())
        #expect(bench.clock.uptime > .seconds(59), "\(bench.clock.uptime)")
    }

    @Test("A record that is built again does not count the tasks of another key")
    func rebuiltForKey() async throws {
        let bench = try RouteBench(["first"]) { $0.limits.inFlight = 1 }
        let keys = try ["sk-one-0123456789", "sk-two-0123456789"].map {
            try RouteProvider(bench["first"].info, key: $0, clock: bench.clock)
        }
        _ = try await submit(bench.reopened(providers: [keys[0]]))
        try removeRecords(bench)
        _ = try await submit(bench.reopened(providers: [keys[1]]))
        #expect(bench.clock.uptime == .zero)
        try removeRecords(bench)
        let account = Account(of: keys[0])
        #expect(try await bench.reopened(providers: keys).journal.inFlight(account, model: "film") == 1)
    }

    @Test("A task that has ended is read once, although its minute is not over")
    func readOnce() async throws {
        let bench = try RouteBench(["first"]) { $0.limits = SubmitLimits(inFlight: 1, perMinute: 100) }
        for _ in 0..<4 { try await bench.end(try await submit(bench), as: .failed) }
        let folder = bench.folder.path + "/state/accounts"
        let name = try #require(
            try FileManager.default.contentsOfDirectory(atPath: folder).first { $0.hasSuffix("grants") }
        )
        let record = try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)
        #expect(
            record.split(separator: "\n").dropFirst().map { $0.contains("\"o\":true") } == [true, true, true, false]
        )
    }

    @Test("A task that does not fit into the budget uses no place in the minute", arguments: [nil, "scene"])
    func overBudget(label: String?) async throws {
        let bench = try RouteBench(["first"], settings: .init(budget: Budget(seconds: 10))) { $0.limits.perMinute = 1 }
        let long = VideoRequest(prompt: "a paper boat", model: "film", seconds: 20)
        for _ in 0..<3 {
            let failure = await bench.failure { try await submit(bench, long, label: label) }
            #expect(failure?.code == .budgetExceeded)
        }
        #expect(try bench.tasks.isEmpty)
        let short = VideoRequest(prompt: "a paper boat", model: "film", seconds: 5)
        _ = try await submit(bench.reopened(), short)
        #expect(bench.clock.uptime == .zero)
    }

    @Test("A caller whose budget is too small does not end a task that waits for another caller")
    func joinedCaller() async throws {
        let bench = try RouteBench(["first"], clock: ManualClock(isAutomatic: false)) { $0.limits.inFlight = 1 }
        let sent = try await submit(bench)
        let (waiting, end) = try await bench.waiting("a lake", label: "lake")
        let poor = try bench.reopened(settings: .init(budget: Budget(seconds: 1)))
        let request = VideoRequest(prompt: "a lake", model: "film")
        let failure = await bench.failure { try await submit(poor, request, label: "lake") }
        #expect(failure != nil && failure?.purchase == VideoError.Purchase.none)
        #expect(try bench.journal.task(waiting.id)?.state == .intent)
        try await bench.end(sent, as: .failed)
        #expect(try await bench.advancing { try await end.value }.state == .queued)
    }
}
