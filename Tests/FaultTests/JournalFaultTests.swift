import Foundation
import Testing
import VideoGenerationTesting
import VideoSimulator

@testable import VideoGeneration
@testable import VideoGenerationCore

/// The journal and the life of a task, beside what its own tests hold.
@Suite(.timeLimit(.minutes(20))) struct JournalFaultTests {
    @Test("J6 A thousand old tasks are all read, by all cores, in order")
    func many() async throws {
        let folder = try TemporaryFolder()
        let journal = try FileJournal(folder: folder.path, environment: EngineEnvironment(disk: UnsyncedDisk()))
        let reference = ProviderReference(
            id: "old",
            dialect: "openai-videos",
            endpoint: try Endpoint("https://api.example.com")
        )
        for index in 0..<1000 {
            try await journal.begin {
                VideoTask(
                    id: $0,
                    provider: reference,
                    request: VideoRequest(prompt: "boat \(index)"),
                    createdAt: Date()
                )
            }.close()
        }
        let tasks = try FileJournal(folder: folder.path).tasks()
        #expect(tasks.map(\.request.prompt) == (0..<1000).map { "boat \($0)" })
        #expect(tasks.allSatisfy { $0.state == .outcomeUnknown })
    }

    @Test("J11 A cancelled parent ends its download, and the next run goes on")
    func cancelledDownload() async throws {
        let bench = try FaultBench(
            [FaultRule(on: .content, times: 1, .drip(bytesPerSecond: 200))],
            clock: SystemClock()
        )
        let task = try await bench.submit()
        let work = Task { try await bench.client.resume(task.id) }
        // A real wait: the other side runs by the machine's clock.
        while bench.simulator.ledger.requests.keys.allSatisfy({ !$0.contains("content") }) {
            try await Task.sleep(for: .milliseconds(10))
        }
        work.cancel()
        await #expect(throws: (any Error).self) { try await work.value }
        #expect(try await bench.client.resume(task.id).state == .stored)
    }

    @Test("A recovery tells the whole task: the sync of its beginning may have failed in the process that ended")
    func recovery() async throws {
        let folder = try TemporaryFolder()
        let provider = try ProviderReference(id: "a", dialect: "b", endpoint: Endpoint("https://api.example.com"))
        let file = try await FileJournal(folder: folder.path).begin {
            VideoTask(id: $0, provider: provider, request: VideoRequest(prompt: "boat"), createdAt: Date())
        }
        file.close()
        let path = "\(folder.path)/tasks/\(file.task.id).jsonl"
        let beginning = try Data(contentsOf: URL(fileURLWithPath: path)).count
        try await FileJournal(folder: folder.path).append(.resolved, to: file.task.id) { $0.state = .failed }
        // What a power loss leaves of pages that a failed sync took for written.
        let disk = POSIXDisk()
        try disk.open(path, .update).write([UInt8](repeating: 0, count: beginning), at: 0)
        let task = try #require(try FileJournal(folder: folder.path).task(file.task.id))
        #expect(task.request.prompt == "boat" && task.state == .failed)
    }

    @Test("R5 A history that an earlier version wrote leads to the same end")
    func history() throws {
        let folder = try TemporaryFolder()
        let journal = try FileJournal(folder: folder.path)
        let recorded = try #require(Bundle.module.url(forResource: "Histories", withExtension: nil))
        for name in try FileManager.default.contentsOfDirectory(atPath: recorded.path) {
            try FileManager.default.copyItem(
                atPath: recorded.appendingPathComponent(name).path,
                toPath: "\(folder.path)/tasks/\(name)"
            )
        }
        let tasks = try journal.tasks()
        #expect(tasks.map(\.state) == [.stored, .outcomeUnknown, .queued])
        #expect(tasks[0].file?.bytes == 1500 && tasks[2].remote?.id == "video_3")
    }
}
