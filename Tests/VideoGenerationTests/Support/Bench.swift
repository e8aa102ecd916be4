import Foundation
import VideoGeneration
import VideoGenerationTesting

/// A client on a temporary journal, a clock that takes no time, and a scripted provider.
struct Bench {
    let folder: TemporaryFolder
    let clock: ManualClock
    let journal: FileJournal
    let provider: ScriptedProvider
    let client: VideoClient

    init(clock: ManualClock = ManualClock(), _ script: (inout ScriptedProvider.Script) -> Void = { _ in }) throws {
        self.clock = clock
        folder = try TemporaryFolder()
        journal = try FileJournal(
            folder: folder.path,
            environment: EngineEnvironment(clock: clock, random: SeededRandom(seed: 1))
        )
        provider = try ScriptedProvider(script)
        client = VideoClient(
            providers: [provider],
            journal: journal,
            environment: EngineEnvironment(transport: ScriptedTransport(), clock: clock, random: SeededRandom(seed: 2))
        )
    }

    @discardableResult
    func submit(model: String? = "film") async throws -> VideoTask {
        try await client.submit(VideoRequest(prompt: "a paper boat", model: model), using: "scripted")
    }

    /// A bench with one order whose answer was lost.
    static func unknown(
        _ pages: [TaskPage] = [],
        model: String? = "film",
        key: String? = nil,
        status: Result<TaskSnapshot, VideoError> = .success(TaskSnapshot(RemoteTask(id: "found"), .succeeded))
    ) async throws -> (Bench, VideoTask) {
        let bench = try Bench {
            $0.submits = [.failure(lost)]
            $0.pages = pages
            $0.statuses = [status]
            $0.key = key
        }
        _ = await bench.failure { try await bench.submit(model: model) }
        guard let task = try bench.journal.tasks().first else { throw VideoError(.invalidRequest, "No order.") }
        return (bench, task)
    }

    static let lost = VideoError(.outcomeUnknown, "lost", progress: .sent)

    /// The error that a piece of work ends with.
    func failure<Value>(_ work: () async throws -> Value) async -> VideoError? {
        do {
            _ = try await work()
            return nil
        } catch { return error as? VideoError }
    }
}
