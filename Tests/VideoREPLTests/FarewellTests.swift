import Foundation
import Testing
import VideoGeneration

@testable import VideoREPL

@Suite("The prompt's last lines say how to finish each unfinished task", .timeLimit(.minutes(20)))
struct FarewellTests {
    private func lines(_ states: VideoTask.State...) throws -> [String] {
        let endpoint = try Endpoint("https://api.example.com/v1")
        let tasks = try states.map { state in
            var task = VideoTask(
                id: try #require(VideoTask.ID(rawValue: "v1-k3f9")),
                provider: ProviderReference(id: "example", dialect: "test", endpoint: endpoint),
                request: VideoRequest(prompt: "a boat"),
                createdAt: Date(timeIntervalSince1970: 1_800_000_000)
            )
            task.state = state
            return task
        }
        return Prompt.farewell(to: tasks) { "video-repl \($0)" }
    }

    @Test("Accepted tasks continue at their providers, and are resumed")
    func accepted() throws {
        #expect(
            try lines(.queued, .succeeded) == [
                "These tasks continue at their providers. To get the videos, run: video-repl resume"
            ]
        )
    }

    @Test("A waiting task was not bought, and is submitted by a command of its own")
    func waiting() throws {
        #expect(
            try lines(.intent, .queued) == [
                "1 task waits to be submitted, and was not bought. To submit it, run: video-repl resume --submit",
                "The other task continues at its provider. To get the video, run: video-repl resume",
            ]
        )
    }

    @Test("A task whose outcome is unknown is not said to continue, and is resolved")
    func unknown() throws {
        #expect(
            try lines(.outcomeUnknown) == [
                "1 task has an unknown outcome, and its video may have been bought. "
                    + "To settle a task, run: video-repl resolve ID"
            ]
        )
    }

    @Test("Tasks of both kinds get one line for each kind")
    func both() throws {
        #expect(
            try lines(.running, .outcomeUnknown, .outcomeUnknown) == [
                "2 tasks have unknown outcomes, and their videos may have been bought. "
                    + "To settle a task, run: video-repl resolve ID",
                "The other task continues at its provider. To get the video, run: video-repl resume",
            ]
        )
    }
}
