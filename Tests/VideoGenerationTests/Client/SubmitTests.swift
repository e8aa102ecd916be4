import Testing
import VideoGeneration
import VideoGenerationTesting

@Suite(.timeLimit(.minutes(20))) struct SubmitTests {
    @Test("The provider's id is in the journal before the caller hears of it")
    func accepted() async throws {
        let bench = try Bench()
        let task = try await bench.submit()
        let kept = try #require(try bench.journal.task(task.id))
        #expect(kept.state == .queued)
        #expect(kept.remote?.id == "remote-1")
        #expect(kept.submits == 1)
        #expect(try bench.journal.history(of: task.id).map(\.event) == [.intent, .submitting, .accepted])
    }

    @Test("S1 no answer is an unknown outcome, and is not sent again")
    func unknown() async throws {
        let bench = try Bench {
            $0.submits = [.failure(VideoError(.outcomeUnknown, "lost", progress: .sent))]
        }
        let failure = await bench.failure { try await bench.submit() }
        #expect(failure?.code == .outcomeUnknown)
        #expect(bench.provider.submitCount == 1)
        let task = try #require(try bench.journal.tasks().first)
        #expect(task.state == .outcomeUnknown)
        #expect(failure?.localID == task.id)
    }

    @Test("S3 what was never sent is tried three times and ends as not sent")
    func notSent() async throws {
        let refused = VideoError(.notSent, "connection refused", isTransient: true, progress: .notSent)
        let bench = try Bench { $0.submits = [.failure(refused), .failure(refused), .failure(refused)] }
        let failure = await bench.failure { try await bench.submit() }
        #expect(failure?.code == .notSent)
        #expect(bench.provider.submitCount == 3)
        let task = try #require(try bench.journal.tasks().first)
        #expect(task.state == .failed)
        #expect(task.submits == 0)
    }

    @Test("J12 one ID for two tasks is reported and recorded, and merges nothing", arguments: [true, false])
    func twins(isOtherProcess: Bool) async throws {
        let bench = try Bench()
        let first = try await bench.submit()
        let client =
            isOtherProcess
            ? VideoClient(
                providers: [bench.provider],
                journal: bench.journal,
                environment: EngineEnvironment(clock: bench.clock)
            ) : bench.client
        let warnings = Counter()
        let second = try await client.submit(VideoRequest(prompt: "a paper boat"), using: "scripted") { progress in
            if case .warning(_, let text) = progress { warnings.add(text) }
        }
        #expect(first.id != second.id && second.remote?.id == "remote-1" && second.state == .queued)
        #expect(try bench.journal.tasks().map(\.remote?.id) == ["remote-1", "remote-1"])
        #expect(warnings.texts.count == 1 && warnings.texts[0].contains("\(first.id)"))
        let entry = try #require(try bench.journal.history(of: second.id).last)
        #expect(entry.event == .duplicateID && entry.note == warnings.texts[0])
        #expect(try bench.journal.history(of: first.id).last?.event == .accepted)
    }

    @Test("S12 429 with Retry-After waits at least that long and buys once")
    func throttled() async throws {
        let busy = VideoError(
            .rateLimited,
            "busy",
            isTransient: true,
            httpStatus: 429,
            retryAfter: .seconds(9)
        )
        let bench = try Bench { $0.submits = [.failure(busy), .success(.accepted)] }
        let task = try await bench.submit()
        #expect(task.state == .queued)
        #expect(bench.provider.submitCount == 2)
        #expect(bench.clock.sleeps.first.map { $0 >= .seconds(9) } == true)
        #expect(
            try bench.journal.history(of: task.id).map(\.event)
                == [.intent, .submitting, .refused, .submitting, .accepted]
        )
    }

    @Test(
        "S19 S20 a no is final, with its reason",
        arguments: [VideoError.Code.insufficientFunds, .contentRejected, .invalidRequest]
    )
    func refused(_ code: VideoError.Code) async throws {
        let bench = try Bench { $0.submits = [.failure(VideoError(code, "the reason"))] }
        let failure = await bench.failure { try await bench.submit() }
        #expect(failure?.code == code)
        #expect(bench.provider.submitCount == 1)
        #expect(try bench.journal.tasks().first?.failure?.message == "the reason")
    }

    @Test("Stopping while a purchase waits for its turn buys nothing and says so")
    func cancelledBetweenTries() async throws {
        let folder = try TemporaryFolder()
        let clock = ManualClock(isAutomatic: false)
        let journal = try FileJournal(folder: folder.path, environment: EngineEnvironment(clock: clock))
        let busy = VideoError(.rateLimited, "busy", isTransient: true, httpStatus: 429)
        let provider = try ScriptedProvider { $0.submits = [.failure(busy), .success(.accepted)] }
        let client = VideoClient(
            providers: [provider],
            journal: journal,
            environment: EngineEnvironment(transport: ScriptedTransport(), clock: clock)
        )
        let work = Task { try await client.submit(VideoRequest(prompt: "x"), using: "scripted") }
        try await clock.hasSleeper()
        work.cancel()
        let result = await work.result
        #expect(throws: VideoError.self) { try result.get() }
        #expect(provider.submitCount == 1)
        #expect(try journal.tasks().first?.state == .cancelled)
    }
}
