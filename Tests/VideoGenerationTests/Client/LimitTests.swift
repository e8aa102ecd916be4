import Foundation
import Testing
import VideoGenerationTesting

@testable import VideoGeneration
@testable import VideoGenerationCore

@Suite("The limits of an account hold for all processes of a journal", .timeLimit(.minutes(20)))
struct LimitTests {
    private static func manual() -> ManualClock { ManualClock(isAutomatic: false) }

    private func submit(_ bench: RouteBench, _ prompt: String = "a boat", model: String = "film")
        async throws(VideoError) -> VideoTask
    {
        try await bench.client.submit(VideoRequest(prompt: prompt, model: model), using: "first")
    }

    // MARK: - Tasks in flight

    @Test("The tasks in flight never exceed the limit, between two processes")
    func inFlight() async throws {
        let bench = try RouteBench(["first"], clock: Self.manual()) { $0.limits.inFlight = 3 }
        let benches = [bench, try bench.reopened()]
        let exceeded = Counter()
        try await bench.advancing {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<24 {
                    group.addTask {
                        let own = benches[number % 2]
                        let task = try await submit(own, "\(number)")
                        let count = try own.tasks.count { [.submitting, .queued].contains($0.state) }
                        if count > 3 { exceeded.add("\(count)") }
                        try await own.end(task, as: .failed)
                    }
                }
                try await group.waitForAll()
            }
        }
        #expect(bench.billed.count == 24)
        #expect(exceeded.texts.isEmpty)
    }

    @Test("A limit of a model applies to the model, and that of the account to all of its models")
    func models() async throws {
        let bench = try RouteBench(["first"], clock: Self.manual()) {
            $0.limits = SubmitLimits(inFlight: 3, models: ["film": SubmitLimits(inFlight: 1)])
        }
        _ = try await submit(bench)
        let (film, end) = try await bench.waiting("film")
        _ = try await submit(bench, model: "clip")
        _ = try await submit(bench, model: "clip")
        #expect(bench.billed.count == 3)
        let clip = Task { try await submit(bench, model: "clip") }
        try await bench.clock.hasSleeper()
        try await BoundedWait.until("a second waiting task") { try bench.tasks.count == 5 }
        #expect(try bench.tasks.count { $0.state == .intent } == 2)
        // Room in the account, but none for the model.
        let other = try #require(try bench.tasks.last { $0.request.model == "clip" && $0.state == .queued })
        try await bench.end(other, as: .failed)
        #expect(try await bench.advancing { try await clip.value }.state == .queued)
        #expect(try bench.journal.task(film.id)?.state == .intent)
        let (first, second) = (try #require(try bench.tasks.first), try #require(try bench.tasks.last))
        try await bench.end(second, as: .failed)
        try await bench.end(first, as: .failed)
        #expect(try await bench.advancing { try await end.value }.id == film.id)
    }

    @Test("Two accounts do not share a limit")
    func accounts() async throws {
        let bench = try RouteBench(["first", "second"]) { $0.limits.inFlight = 1 }
        _ = try await bench.client.submit(RouteBench.request, using: "first")
        _ = try await bench.client.submit(RouteBench.request, using: "second")
        #expect(bench.billed.count == 2 && bench.clock.uptime == .zero)
        let other = try RouteProvider(bench["first"].info, key: "sk-another-key-0123456789", clock: bench.clock)
        let inFlight = try await bench.journal.inFlight(Account(of: other), model: "film")
        #expect(inFlight == 0)
    }

    @Test("A task whose outcome is unknown counts for 20 minutes")
    func staleUnknown() async throws {
        let bench = try RouteBench(["first"]) { $0.limits.inFlight = 1 }
        bench["first"].respond(.lost)
        _ = await bench.failure { try await submit(bench) }
        let task = try await submit(bench.reopened())
        #expect(task.state == .queued)
        let waited = bench.clock.uptime
        #expect(waited >= .seconds(20 * 60 - 1) && waited < .seconds(20 * 60 + 10), "\(waited)")
    }

    @Test("A process that ended after a grant leaks nothing")
    func lostGrant() async throws {
        let bench = try RouteBench(["first"]) { $0.limits.inFlight = 1 }
        let account = Account(of: bench["first"])
        let make: (VideoTask.ID) -> VideoTask = {
            VideoTask(
                id: $0,
                provider: bench["first"].info.reference,
                request: RouteBench.request,
                createdAt: bench.clock.now
            )
        }
        guard case .created(let log) = try await bench.journal.create(under: nil, make) else { return }
        log.close()
        let decision = try await bench.journal.grant(
            GrantRequest(
                account: account,
                model: "film",
                task: log.task.id,
                place: WaitingPlace(of: log.task),
                limits: bench["first"].info.limits,
                process: 99
            )
        )
        guard case .granted = decision else { return #expect(Bool(false), "\(decision)") }
        _ = try await submit(bench.reopened())
        #expect(bench.clock.uptime > .seconds(2) && bench.clock.uptime < .seconds(10), "\(bench.clock.uptime)")
    }

    // MARK: - Submits a minute

    @Test("The submits of any minute never exceed the limit, between two processes")
    func perMinute() async throws {
        let bench = try RouteBench(["first"], clock: Self.manual()) { $0.limits.perMinute = 5 }
        let benches = [bench, try bench.reopened()]
        try await bench.advancing(by: .seconds(1)) {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<17 {
                    group.addTask { _ = try await submit(benches[number % 2], "\(number)") }
                }
                try await group.waitForAll()
            }
        }
        #expect(bench.billed.count == 17)
        let times = try bench.tasks.compactMap(\.submittedAt).sorted()
        for (early, late) in zip(times, times.dropFirst(5)) {
            // A grant is used within two seconds.
            #expect(late.timeIntervalSince(early) >= 58, "\(times)")
        }
    }

    @Test("The limit of a minute also counts refused submits, and it ends by itself")
    func refusedMinute() async throws {
        let bench = try RouteBench(["first"]) { $0.limits.perMinute = 2 }
        bench["first"].respond(.funds, .funds)
        for _ in 0..<2 { _ = await bench.failure { try await submit(bench) } }
        _ = try await submit(bench)
        #expect(bench.clock.uptime >= .seconds(59) && bench.clock.uptime < .seconds(63), "\(bench.clock.uptime)")
    }

    // MARK: - Learned limits

    @Test("A limit is learned from a 429, rises with each acceptance, and is over after a minute")
    func learned() throws {
        var lane = SubmitLane()
        #expect(lane.learnedLimit(at: .zero) == nil)
        lane.noteThrottled(inFlight: 8, at: .zero)
        #expect(lane.learnedLimit(at: .zero) == 4)
        lane.noteAccepted(configured: nil)
        #expect(lane.learnedLimit(at: .seconds(1)) == 5)
        lane.noteThrottled(inFlight: 40, at: .seconds(2))
        #expect(lane.learnedLimit(at: .seconds(2)) == 2)
        lane.noteThrottled(inFlight: 0, at: .seconds(3))
        #expect(lane.learnedLimit(at: .seconds(62)) == 1)
        #expect(lane.learnedLimit(at: .seconds(63)) == nil)
        lane.noteThrottled(inFlight: 8, at: .seconds(100))
        for _ in 0..<2 { lane.noteAccepted(configured: 6) }
        #expect(lane.learnedLimit(at: .seconds(100)) == nil)
    }

    @Test("After a 429 with four tasks in flight, two are kept in flight until the minute is over")
    func learnedInFlight() async throws {
        let bench = try RouteBench(["first"], clock: Self.manual())
        var tasks: [VideoTask] = []
        for _ in 0..<4 { tasks.append(try await submit(bench)) }
        bench["first"].respond(.busyNow)
        let (_, end) = try await bench.waiting("throttled")
        try await BoundedWait.until("the response of the provider") { bench["first"].arrivals.count == 5 }
        // Not before two of the tasks have ended. The fifth one counts while it was sent.
        let start = bench.clock.uptime
        let sent = try await bench.advancing(by: .milliseconds(500)) { try await end.value }
        #expect(sent.state == .queued && bench.clock.uptime - start >= .seconds(58), "\(bench.clock.uptime)")
        #expect(bench.billed.count == 5)
    }

    @Test("Ended tasks leave room below a learned limit at once")
    func learnedRoom() async throws {
        let bench = try RouteBench(["first"], clock: Self.manual())
        var tasks: [VideoTask] = []
        for _ in 0..<4 { tasks.append(try await submit(bench)) }
        bench["first"].respond(.busyNow)
        let (_, end) = try await bench.waiting("throttled")
        try await BoundedWait.until("the response of the provider") { bench["first"].arrivals.count == 5 }
        for task in tasks.prefix(3) { try await bench.end(task, as: .failed) }
        let start = bench.clock.uptime
        _ = try await bench.advancing { try await end.value }
        #expect(bench.clock.uptime - start < .seconds(10))
    }

    // MARK: - Grants

    @Test("A grant that is older than two seconds is not used")
    func oldGrant() async throws {
        let disk = HookedDisk()
        let clock = ManualClock()
        let bench = try RouteBench(["first"], clock: clock, disk: disk) { $0.limits.perMinute = 10 }
        let jumps = Counter()
        disk.before { call, path in
            guard call == .sync, path.hasSuffix(".jsonl"), jumps.texts.isEmpty else { return }
            jumps.add("jump")
            clock.advance(by: .seconds(3))
        }
        bench["first"].duringSubmit {
            let sent = try #require(try bench.tasks.first?.submittedAt)
            #expect(clock.now.timeIntervalSince(sent) <= 2)
        }
        let task = try await submit(bench)
        #expect(task.state == .queued && task.submits == 1 && bench["first"].arrivals.count == 1)
        let events = try bench.journal.history(of: task.id).map(\.event)
        #expect(events == [.intent, .submitting, .refused, .submitting, .accepted])
        #expect(task.attempts.count == 1)
    }
}
