import TestSupport
import Testing
import VideoGeneration
import VideoSimulator

/// Signals and closed pipes, sent to the real command.
@Suite(.ownThread, .timeLimit(.minutes(20))) struct InterruptTests {
    @Test("J8 Ctrl-C once ends the waiting with 130, and resume finishes: one purchase")
    func interrupted() async throws {
        let run = try ChaosRun(seed: 8, faults: [], generationTime: 15)
        #expect(try await run.run(run.submission, until: .interruptedAt(.accepted)) == 130)
        let state = try run.tasks().last?.state
        #expect(state == .queued || state == .running)
        #expect(await run.live() == [])
    }

    @Test("J9 A prompt whose input ends goes without a trace")
    func closedInput() async throws {
        let run = try ChaosRun(seed: 9, faults: [])
        #expect(try await run.run([]) == 0)
    }

    @Test("J10 A reader that goes away breaks no write: the journal can be read")
    func closedPipe() async throws {
        let run = try ChaosRun(seed: 10, faults: [])
        _ = try await run.run(run.submission, closesOutput: true)
        #expect(try !run.tasks().isEmpty)
        #expect(await run.live() == [])
    }
}
