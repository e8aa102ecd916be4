import Testing

@testable import VideoGeneration
@testable import VideoGenerationCore

@Suite(.timeLimit(.minutes(20))) struct CancelTests {
    @Test("A made video is not cancelled: that could delete it")
    func cancelAfterSuccess() async throws {
        let bench = try Bench { $0.statuses = [.success(.told(.succeeded))] }
        let task = try await bench.submit()
        #expect(try await bench.client.cancel(task.id) == .refused)
        #expect(bench.provider.cancelCount == 0)
        #expect(try bench.journal.task(task.id)?.state == .succeeded)
    }

    @Test("Where a cancel also deletes finished videos, nothing is sent unless discarding is asked for")
    func discardRequired() async throws {
        let bench = try Bench {
            $0.cancelDeletesFinished = true
            $0.statuses = [.success(.told(.running))]
        }
        let task = try await bench.submit()
        let failure = await bench.failure { try await bench.client.cancel(task.id) }
        #expect(failure?.code == .discardRequired && failure?.taskID == "remote-1")
        #expect(bench.provider.cancelCount == 0)
        #expect(try bench.journal.task(task.id)?.state == .queued)
    }

    @Test("Also with discard a video that is made is left alone")
    func discardLooksFirst() async throws {
        let bench = try Bench {
            $0.cancelDeletesFinished = true
            $0.statuses = [.success(.told(.succeeded))]
        }
        let task = try await bench.submit()
        #expect(try await bench.client.cancel(task.id, discard: true) == .refused)
        #expect(bench.provider.cancelCount == 0)
        #expect(try bench.journal.task(task.id)?.state == .succeeded)
    }

    @Test("A look that goes wrong sends nothing")
    func lookFails() async throws {
        let bench = try Bench {
            $0.cancelDeletesFinished = true
            $0.statuses = [.failure(VideoError(.providerUnavailable, "down", isTransient: true))]
        }
        let task = try await bench.submit()
        #expect(await bench.failure { try await bench.client.cancel(task.id, discard: true) } != nil)
        #expect(bench.provider.cancelCount == 0)
    }

    @Test("A deleted task keeps its ID and what the last look said")
    func keepsID() async throws {
        let bench = try Bench {
            $0.cancelDeletesFinished = true
            $0.cancellation = .deleted
            $0.statuses = [.success(.told(.running, progress: 0.4))]
        }
        let task = try await bench.submit()
        #expect(try await bench.client.cancel(task.id, discard: true) == .deleted)
        let now = try #require(try bench.journal.task(task.id))
        #expect(now.state == .cancelled && now.remote?.id == "remote-1")
        #expect(try bench.journal.history(of: task.id).last?.note == "deleted; before it running (running) 40 %")
    }

    @Test("A video that another process has seen made stays made, whatever the cancel is answered")
    func madeMeanwhile() async throws {
        let bench = try Bench { $0.statuses = [.success(.told(.running)), .success(.told(.running))] }
        let task = try await bench.submit()
        let client = try VideoClient(
            providers: [
                ScriptedProvider {
                    $0.statuses = [.success(.told(.running))]
                    $0.duringStatus = { [journal = bench.journal] in
                        _ = try await journal.append(.status, to: task.id) { $0.state = .succeeded }
                    }
                }
            ],
            journal: bench.journal,
            environment: EngineEnvironment(clock: bench.clock)
        )
        #expect(try await client.cancel(task.id) == .cancelled)
        #expect(try bench.journal.task(task.id)?.state == .succeeded)
    }
}
