import Foundation
import Testing
import VideoGenerationTesting
import VideoSimulator

@testable import VideoGeneration
@testable import VideoGenerationCore

/// Troubles that pass, on real sockets: the video comes home, and is bought once.
@Suite(.timeLimit(.minutes(20))) struct WeatherTests {
    /// What goes wrong, and with which number of the catalogue.
    struct Trouble: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let faults: [FaultRule]

        init(_ name: String, _ faults: Fault..., on operation: SimulatorOperation = .status, times: Int = 1) {
            testDescription = name
            self.faults = faults.map { FaultRule(on: operation, times: times, $0) }
        }
    }

    static let polls = [
        Trouble("P1 resets and drops", .reset(afterBytes: 10), .drop(), .truncate(afterBytes: 20)),
        Trouble("P2 500 for a while", .status(code: 500), times: 8),
        Trouble("P5 a word in no table", .unknownStatus(word: "Throttled"), times: 3),
        Trouble("P8 success before its video", .withoutOutput, times: 2),
        Trouble("P11 not found at first", .refuse(reason: .notFound), times: 3),
        Trouble("P13 too many requests", .status(code: 429), times: 3),
        Trouble("P14 a wish of nothing", .header(name: "openai-poll-after-ms", value: "0"), times: 2),
        Trouble("P14 a wish of nonsense", .header(name: "openai-poll-after-ms", value: "abc"), times: 2),
        Trouble("P15 a date that is over", .status(code: 503, retryAfter: "date:-100"), times: 2),
        Trouble("P15 a date ahead", .status(code: 503, retryAfter: "date:20"), times: 1),
        Trouble("P25 garbage", .body(text: "\u{FEFF}{{{\u{0}\u{1B}[31m]]")),
        Trouble("P25 deeply nested", .body(text: "[", repeated: 100_000)),
        Trouble("P10 odd progress", .edit(path: "progress", value: .string("55")), times: 2),
        Trouble("P10 negative progress", .edit(path: "progress", value: -3), times: 2),
        Trouble("P10 no progress", .edit(path: "progress", value: .null), times: 2),
    ]

    @Test(
        "P1 P2 P5 P8 P10 P11 P13 P14 P15 P25 Polls that go wrong for a while end in the success that they hid",
        arguments: polls
    )
    func weather(_ trouble: Trouble) async throws {
        // The simulator's dates are the machine's.
        let bench = try FaultBench(trouble.faults, clock: ManualClock(startingAt: Date()))
        let task = try await bench.submit()
        var last: VideoTask?
        for try await update in bench.client.updates(of: task.id) { last = update }
        #expect(last?.state == .succeeded && last?.failure == nil)
        #expect(bench.simulator.ledger.submits == 1 && bench.simulator.ledger.videosBilled == 1)
    }

    @Test("P12 A key that stops working pauses the task, and one that works goes on with it")
    func rotatedKey() async throws {
        let bench = try FaultBench([FaultRule(on: .status, times: 1, .refuse(reason: .keyRefused))])
        let task = try await bench.submit()
        #expect(await bench.failure { try await bench.client.resume(task.id) }?.code == .authenticationFailed)
        #expect(try bench.task?.state == .queued)
        #expect(try await bench.client.resume(task.id).state == .stored)
    }

    @Test("S12 Not now, with Retry-After, is waited for, and bought once")
    func notNow() async throws {
        let clock = ManualClock()
        let fault = Fault.status(code: 429, retryAfter: "7")
        let bench = try FaultBench([FaultRule(on: .submit, times: 1, fault)], clock: clock)
        let task = try await bench.submit()
        #expect(task.submits == 2 && task.remote != nil)
        #expect(clock.sleeps.first.map { $0 >= .seconds(7) } == true)
        #expect(bench.simulator.ledger.submits == 2 && bench.simulator.ledger.videosBilled == 1)
    }

    @Test("S15 503 with Retry-After may come after the purchase: unknown, sent once", arguments: [true, false])
    func unavailable(isBilled: Bool) async throws {
        let fault = Fault.status(code: 503, retryAfter: "1", billed: isBilled)
        let bench = try FaultBench([FaultRule(on: .submit, times: 1, fault)])
        let (error, task) = try await bench.spoiltSubmit()
        #expect(error?.code == .outcomeUnknown && error?.purchase == .unknown)
        #expect(task?.state == .outcomeUnknown && bench.simulator.ledger.submits == 1)
    }

    @Test("S13 Retry-After of an hour: one POST, and the error says when to come back")
    func comeBackLater() async throws {
        let bench = try FaultBench([FaultRule(on: .submit, .status(code: 429, retryAfter: "3600"))])
        let (error, task) = try await bench.spoiltSubmit()
        #expect(error?.code == .rateLimited && error?.retryAfter == .seconds(3600))
        #expect(task?.state == .failed && bench.simulator.ledger.submits == 1)
    }

    @Test("A video of another length than ordered is kept, and the difference is said")
    func otherLength() async throws {
        let bench = try FaultBench()
        let task = try await bench.submit()
        var longer = VideoRequest(prompt: "a paper boat", model: "sora-2", seconds: 8)
        longer.size = VideoSize(width: 1280, height: 720)
        let other = try await bench.client.submit(longer, using: "faulty")
        let id = try #require(other.remote?.id)
        let rule = FaultRule(on: .content, times: 1, .redirect(to: "{api}/v1/videos/\(id)/content"))
        bench.simulator.use(FaultScript(seed: 1, rules: [rule]))
        let warnings = AsyncStream<String>.makeStream()
        let stored = try await bench.client.resume(task.id) {
            if case .warning(_, let text) = $0 { warnings.continuation.yield(text) }
        }
        warnings.continuation.finish()
        let texts = await warnings.stream.reduce(into: []) { $0.append($1) }
        #expect(stored.state == .stored && stored.file?.seconds == 8)
        #expect(texts.count == 1 && texts[0].contains("8.0 s instead of 4 s"))
        var wish = longer
        wish.size = VideoSize(width: 720, height: 1280)
        #expect(stored.file?.difference(from: wish)?.contains("1280x720 instead of 720x1280") == true)
        #expect(stored.file?.difference(from: longer) == nil)
    }
}
