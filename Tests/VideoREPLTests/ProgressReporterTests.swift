import Foundation
import Testing
import VideoGeneration
import VideoGenerationTesting

@testable import VideoREPL

@Suite("The progress of a command's tasks", .timeLimit(.minutes(20)))
struct ProgressReporterTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func console() throws -> Console {
        let path = folder.path + "/output"
        try Data().write(to: URL(fileURLWithPath: path))
        let file = try #require(FileHandle(forWritingAtPath: path))
        return Console(output: file.fileDescriptor, errors: file.fileDescriptor, environment: [:])
    }

    private func task() throws -> VideoTask {
        VideoTask(
            id: try #require(VideoTask.ID(rawValue: "v1-k3f9")),
            provider: ProviderReference(
                id: "example",
                dialect: "test",
                endpoint: try Endpoint("https://api.example.com/v1")
            ),
            request: VideoRequest(prompt: "a boat", model: "film"),
            createdAt: Date(timeIntervalSince1970: 1_800_000_000)
        )
    }

    @Test("A task shows the usual duration of its model, and keeps it when the task changes")
    func expectedDuration() async throws {
        let background = BackgroundTasks()
        let task = try task()
        let reporter = ProgressReporter(
            console: try console(),
            clock: SystemClock(),
            background: background,
            isJSON: false,
            isBackground: true,
            expected: { $0.id == task.id ? .seconds(20) : nil }
        )
        let shown = try await reporter.ticking {
            reporter.observe(.task(task))
            while background.tasks.first?.expected == nil { try await SystemClock().sleep(for: .milliseconds(5)) }
            var running = task
            running.state = .running
            reporter.observe(.task(running))
            return background.tasks
        }
        #expect(shown.map(\.task.state) == [.running])
        #expect(shown.first?.time(at: task.createdAt.addingTimeInterval(12)) == "0:12 of ~0:20")
        #expect(background.tasks.isEmpty)
    }
}
