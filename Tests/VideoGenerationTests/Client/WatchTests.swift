import Testing
import VideoGeneration
import VideoGenerationTesting

@Suite(.timeLimit(.minutes(20))) struct WatchTests {
    private func watch(_ bench: Bench, wait: WaitLimit = .seconds(1200)) async throws -> [VideoTask.State] {
        let task = try await bench.submit()
        var states: [VideoTask.State] = []
        for try await update in bench.client.updates(of: task.id, wait: wait) { states.append(update.state) }
        return states
    }

    private static let lost = VideoError(.connectionLost, "reset", isTransient: true)

    @Test("P1 polls that fail are not the task's failure")
    func lostPolls() async throws {
        let bench = try Bench {
            $0.statuses = [
                .failure(Self.lost), .success(.told(.running)), .failure(Self.lost), .failure(Self.lost),
                .success(.told(.succeeded)),
            ]
        }
        #expect(try await watch(bench) == [.queued, .running, .succeeded])
        #expect(bench.provider.submitCount == 1)
    }

    @Test("P2 500 for ever ends at the deadline, and the id is kept")
    func deadline() async throws {
        let down = VideoError(.providerUnavailable, "down", isTransient: true, httpStatus: 500)
        let bench = try Bench { $0.statuses = [.failure(down)] }
        let failure = await bench.failure { try await watch(bench, wait: .seconds(600)) }
        #expect(failure?.code == .deadlineExceeded)
        #expect(failure?.taskID == "remote-1")
        let task = try #require(try bench.journal.tasks().first)
        #expect(task.state == .queued)
        // The end is computed in seconds with a fraction.
        #expect(bench.clock.uptime >= .seconds(600) - .microseconds(1))
        #expect(bench.clock.uptime < .seconds(606))
    }

    @Test("A success that is seen at the deadline counts")
    func lastLook() async throws {
        let bench = try Bench { $0.statuses = [.success(.told(.succeeded))] }
        #expect(try await watch(bench, wait: .atMost(.milliseconds(10))) == [.queued, .succeeded])
    }

    @Test("D26 an end that another process wrote down is told, and resume goes on from it")
    func endedElsewhere() async throws {
        let bench = try Bench { $0.statuses = [.success(.told(.succeeded))] }
        let id = try await bench.submit().id
        var updates = bench.client.updates(of: id).makeAsyncIterator()
        #expect(try await updates.next()?.state == .queued)
        for try await _ in bench.client.updates(of: id) {}
        #expect(try await updates.next()?.state == .succeeded)
        #expect(try await updates.next() == nil)
    }

    @Test("P5 an unknown word is running, and is warned about once")
    func unknownWord() async throws {
        let odd = TaskSnapshot(
            RemoteTask(id: "remote-1"),
            .running,
            rawStatus: "Throttled\u{1B}[31m",
            isKnownStatus: false
        )
        let bench = try Bench { $0.statuses = [.success(odd), .success(odd), .success(.told(.succeeded))] }
        let task = try await bench.submit()
        let warnings = Counter()
        for try await _ in bench.client.updates(
            of: task.id,
            observe: { if case .warning(_, let text) = $0 { warnings.add(text) } }
        ) {}
        #expect(warnings.texts.count == 1)
        #expect(warnings.texts.first?.contains("\u{1B}") == false)
    }

    @Test("P8 a success without a video is polled again before it is accepted")
    func missingOutput() async throws {
        let empty = TaskSnapshot.told(.failed, failure: VideoError(.outputMissing, "no file"))
        let late = try Bench {
            $0.statuses = [.success(empty), .success(empty), .success(.told(.succeeded))]
        }
        #expect(try await watch(late) == [.queued, .succeeded])
        let never = try Bench { $0.statuses = [.success(empty)] }
        // Only a word of the provider's makes a failure.
        #expect(try await watch(never) == [.queued, .succeeded])
        #expect(try never.journal.tasks().first?.failure?.code == .outputMissing)
        #expect(never.provider.statusCount == 4)
        #expect(try never.journal.tasks().first?.remote?.id == "remote-1")
    }

    @Test("P11 a task may be unknown for its first minute; after that its ID is kept and reported")
    func creationLag() async throws {
        let absent = VideoError(.taskNotFound, "not found", httpStatus: 404)
        let lagging = try Bench {
            $0.statuses = [.failure(absent), .failure(absent), .failure(absent), .success(.told(.succeeded))]
        }
        #expect(try await watch(lagging) == [.queued, .succeeded])
        let vanished = try Bench { $0.statuses = [.failure(absent)] }
        let failure = await vanished.failure { try await watch(vanished) }
        #expect(failure?.code == .taskNotFound)
        #expect(failure?.taskID == "remote-1")
        #expect(vanished.clock.uptime >= .seconds(60))
        #expect(try vanished.journal.tasks().first?.state == .queued)
    }

    @Test("P12 a key that stops working pauses the wait, and the task goes on with another")
    func rotatedKey() async throws {
        let denied = VideoError(.authenticationFailed, "bad key", httpStatus: 401)
        let bench = try Bench { $0.statuses = [.failure(denied), .success(.told(.succeeded))] }
        let failure = await bench.failure { try await watch(bench) }
        #expect(failure?.code == .authenticationFailed)
        let task = try #require(try bench.journal.tasks().first)
        var states: [VideoTask.State] = []
        for try await update in bench.client.updates(of: task.id) { states.append(update.state) }
        #expect(states == [.queued, .succeeded])
    }

    @Test("P15 Retry-After two hours ahead: the deadline rules")
    func longRetryAfter() async throws {
        var busy = VideoError(.rateLimited, "busy", isTransient: true, httpStatus: 429)
        busy.retryAfter = .seconds(7200)
        let bench = try Bench { $0.statuses = [.failure(busy)] }
        let failure = await bench.failure { try await watch(bench, wait: .seconds(300)) }
        #expect(failure?.code == .deadlineExceeded)
        #expect(bench.clock.uptime < .seconds(306))
    }

    @Test("P18 a wall clock that jumps changes no deadline")
    func wallClockJump() async throws {
        let bench = try Bench { $0.statuses = [.success(.told(.running))] }
        let task = try await bench.submit()
        bench.clock.setWallClock(offset: -3600)
        let failure = await bench.failure {
            for try await _ in bench.client.updates(of: task.id, wait: .seconds(100)) {}
        }
        #expect(failure?.code == .deadlineExceeded)
        #expect(bench.clock.uptime < .seconds(106))
    }

    @Test("J13 a caller that stops iterating stops the polling")
    func stoppedIteration() async throws {
        let bench = try Bench {
            $0.statuses = [
                .success(.told(.running, progress: 0.1)), .success(.told(.running, progress: 0.2)),
            ]
        }
        let task = try await bench.submit()
        for try await update in bench.client.updates(of: task.id) where update.progress == 0.1 { break }
        #expect(bench.provider.statusCount == 1)
    }

    @Test("A task goes back to the endpoint that took it, and to no other")
    func otherEndpoint() async throws {
        let bench = try Bench()
        let task = try await bench.submit()
        let other = try ScriptedProvider(id: "other")
        let client = VideoClient(
            providers: [other],
            journal: bench.journal,
            environment: EngineEnvironment(transport: ScriptedTransport(), clock: bench.clock)
        )
        let failure = await bench.failure { try await client.cancel(task.id) }
        #expect(failure?.code == .configurationInvalid)
    }
}
