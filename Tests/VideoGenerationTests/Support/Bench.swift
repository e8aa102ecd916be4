import Foundation
import VideoGeneration
import VideoGenerationTesting

/// A client on a temporary journal, a clock that takes no time, and a scripted provider.
struct Bench {
    let folder: TemporaryFolder
    let clock: ManualClock
    let journal: Journal
    let provider: ScriptedProvider
    let client: VideoClient

    init(clock: ManualClock = ManualClock(), _ script: (inout ScriptedProvider.Script) -> Void = { _ in }) throws {
        self.clock = clock
        folder = try TemporaryFolder()
        journal = try Journal(folder: folder.path, clock: clock, random: SeededRandom(seed: 1))
        provider = try ScriptedProvider(script)
        client = VideoClient(
            providers: [provider],
            journal: journal,
            transport: ScriptedTransport(),
            clock: clock,
            random: SeededRandom(seed: 2)
        )
    }

    @discardableResult
    func submit() async throws -> VideoTask {
        try await client.submit(VideoRequest(prompt: "a paper boat"), to: "scripted")
    }

    /// The error that a piece of work ends with.
    func failure<Value>(_ work: () async throws -> Value) async -> VideoError? {
        do {
            _ = try await work()
            return nil
        } catch { return error as? VideoError }
    }
}
