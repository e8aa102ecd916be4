import Foundation
import MiniMaxHailuo
import OpenAIVideos
import TestSupport
import Testing
import VideoGenerationTesting
import VideoSimulator

@testable import VideoGeneration
@testable import VideoGenerationCore

/// Polling: no hang, no false end.
@Suite(.timeLimit(.minutes(20))) struct PollFaultTests {
    @Test(
        "P3 P4 A poll that never ends is given up and repeated",
        arguments: [Fault.hang, .drip(bytesPerSecond: 1)]
    )
    func endless(fault: Fault) async throws {
        let bench = try FaultBench([FaultRule(on: .status, times: 1, fault)])
        let task = try await bench.submit()
        // Three seconds of patience, of which the first wait takes two: the poll has what is left of them.
        var last: VideoTask?
        for try await update in bench.client.updates(of: task.id, wait: .seconds(3)) { last = update }
        #expect(last?.state == .succeeded)
    }

    @Test("P6 P7 Every spelling of success and failure is one")
    func words() {
        for word in ["success", "SUCCESS", "Success", "completed", "Completed"] {
            #expect(StatusTable.relays[word] == .succeeded, "\(word)")
        }
        for word in ["Fail", "Failed", "failed", "FAILURE", "error"] {
            #expect(StatusTable.relays[word] == .failed, "\(word)")
        }
    }

    @Test("P7 A failure ends the task with the provider's reason", arguments: ["openai-videos", "minimax-v1"])
    func failed(dialect: String) async throws {
        let bench = try FaultBench(
            [FaultRule(on: .submit, .failGeneration(message: "the film tore"))],
            dialect: dialect
        )
        let task = try await bench.submit()
        let error = await bench.failure { try await bench.client.resume(task.id) }
        #expect(error?.message.contains("the film tore") == true)
        #expect(try bench.task?.state == .failed)
    }

    @Test("P13 If a host asks for fewer requests, all of its tasks wait longer")
    func throttled() throws {
        let budgets = RetryQuotas()
        let origin = try Endpoint("https://api.example.com").origin
        let error = VideoError(.rateLimited, "slower", isTransient: true)
        func delay(_ failures: Int) -> Duration {
            let decision = budgets.decide(
                RetryPolicy(),
                .poll,
                error,
                failures: failures,
                at: origin,
                now: Date(timeIntervalSince1970: 0),
                random: SeededRandom(seed: 1)
            )
            guard case .retry(let delay) = decision else { return .zero }
            return delay
        }
        // Tasks that were never told to wait meet the bucket that the others have emptied.
        let first = delay(1)
        for _ in 0..<200 { _ = delay(1) }
        #expect(first <= .seconds(1) && delay(1) == RetryPolicy().maximumDelay)
    }

    @Test("P16 C12 Retry-After without the space after the colon is read, and the task lives")
    func noSpace() async throws {
        let clock = ManualClock()
        let bench = try FaultBench(
            [
                FaultRule(on: .status, times: 1, .status(code: 503)),
                FaultRule(on: .status, times: 1, .header(name: "Retry-After:", value: "7")),
            ],
            clock: clock
        )
        let task = try await bench.submit()
        #expect(try await bench.client.resume(task.id).state == .stored)
    }

    @Test("P17 A poll requests a response that is not from a cache, in every dialect")
    func fresh() throws {
        let plugins = MiniMaxHailuo.plugins + OpenAIVideos.plugins
        #expect(plugins.count == 8)
        for plugin in plugins {
            let dialect = try plugin.makeDialect(
                ProviderConfiguration(id: "p", dialect: plugin.dialect, baseURL: "https://api.example.com")
            )
            let request = try dialect.statusRequest(
                for: RemoteTask(id: "task-1"),
                at: try Endpoint("https://api.example.com")
            )
            #expect(request.fields["Cache-Control"] == "no-cache", "\(plugin.dialect)")
        }
    }

    @Test("P17 An answer that never changes ends with the patience, not with the task")
    func stale() async throws {
        let body = #"{"id":"{id}","object":"video","status":"in_progress","progress":10}"#
        let bench = try FaultBench()
        let task = try await bench.submit()
        let same = body.replacing("{id}", with: task.remote?.id ?? "")
        bench.simulator.use(FaultScript(seed: 1, rules: [FaultRule(on: .status, .body(text: same))]))
        let error = await bench.failure { try await bench.client.resume(task.id, wait: .seconds(60)) }
        #expect(error?.code == .deadlineExceeded)
        #expect(try bench.task?.state == .running)
    }

    @Test("P19 After a night's sleep a task is polled once, not five hundred times")
    func sleep() async throws {
        let clock = ManualClock(isAutomatic: false)
        let bench = try FaultBench(clock: clock)
        let task = try await bench.submit()
        let waiting = Task { try await bench.client.resume(task.id, wait: .unlimited) }
        try await clock.hasSleeper()
        clock.advance(by: .seconds(7200))
        _ = try await waiting.value
        let polls = bench.simulator.ledger.requests.filter { $0.key == "GET /v1/videos/{id}" }.map(\.value)
        #expect(polls.reduce(0, +) <= 2)
    }

    @Test("P22 J11 A cancelled wait ends at once, and the id stays")
    func cancelled() async throws {
        let clock = ManualClock(isAutomatic: false)
        let bench = try FaultBench(clock: clock)
        let task = try await bench.submit()
        let waiting = Task { try await bench.client.resume(task.id) }
        try await clock.hasSleeper()
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
        #expect(try bench.task?.remote?.id == task.remote?.id)
    }

    // In a process of its own, with a watchdog: descriptors are counted by the process. Exit tests came with Swift 6.2.
    #if compiler(>=6.2)
    @Test("P21 P23 Hundreds of cancelled polls leave no descriptor open, and the next one works")
    func manyCancels() async throws {
        await #expect(processExitsWith: .success) {
            alarm(60)
            try await cancelManyPolls()
        }
    }
    #endif

    @Test("P24 C14 A response of 50 MB is not read to its end, and the task stays alive")
    func huge() async throws {
        let bench = try FaultBench([FaultRule(on: .status, times: 1, .body(text: "x", repeated: 50 << 20))])
        let task = try await bench.submit()
        #expect(try await bench.client.resume(task.id).state == .stored)
    }

    @Test("P26 An id is one segment of a path, whatever is in it")
    func oddIDs() throws {
        let endpoint = try Endpoint("https://api.example.com/v1")
        #expect(try endpoint.url("videos", "a/b?c d").string == "https://api.example.com/v1/videos/a%2Fb%3Fc%20d")
        #expect(throws: VideoError.self) { try endpoint.url("videos", "..") }
        #expect(throws: VideoError.self) { try endpoint.url("videos", "") }
    }

    @Test("P27 A response about another task is not accepted")
    func otherTask() async throws {
        let bench = try FaultBench([FaultRule(on: .status, times: 2, .edit(path: "id", value: "video_of_somebody"))])
        let task = try await bench.submit()
        #expect(try await bench.client.resume(task.id).remote?.id == task.remote?.id)
    }

    @Test("R4 A provider without a list says so, and a person settles the purchase")
    func noList() async throws {
        let bench = try FaultBench([FaultRule(on: .submit, .drop(billed: true))], dialect: "veo-unified")
        #expect(!bench.provider.info.canList)
        let (_, unknown) = try await bench.spoiltSubmit()
        let id = try #require(unknown).id
        #expect(await bench.failure { try await bench.client.resolve(id, as: .askProvider) }?.code == .unsupported)
        #expect(try bench.task?.state == .outcomeUnknown)
        let billed = try #require(bench.simulator.ledger.tasks.keys.first)
        _ = try await bench.client.resolve(id, as: .taken(billed))
        #expect(try await bench.client.resume(id).state == .stored)
    }
}

private func cancelManyPolls() async throws {
    let bench = try FaultBench([FaultRule(on: .status, times: 500, .delay(seconds: 0.02))])
    let task = try await bench.submit()
    let remote = try #require(task.remote)
    let random = SeededRandom(seed: 23)
    let before = try Process.openDescriptors()
    for _ in 0..<500 {
        let poll = Task {
            try await bench.provider.status(
                of: remote,
                in: ExchangeContext(transport: SystemTransport.shared, date: .now)
            )
        }
        // A real wait: the other side runs by the machine's clock.
        try await Task.sleep(for: .microseconds(Int(random.next() % 4000)))
        poll.cancel()
        if case .failure(let error as VideoError) = await poll.result {
            Issue.record(error, "a broken-off poll spoils the next one")
        }
    }
    bench.simulator.use(FaultScript(seed: 1, rules: []))
    #expect(
        try await bench.provider.status(of: remote, in: ExchangeContext(transport: SystemTransport.shared, date: .now))
            .state
            == .succeeded
    )
    // The simulator closes its ends a moment later, all but those of a few connections that are kept.
    try await BoundedWait.until("the end of hundreds of connections") { try Process.openDescriptors() <= before + 8 }
}
