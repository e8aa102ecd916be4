import Foundation
import Testing
import VideoGeneration

@testable import VideoREPL

@Suite("How long a video will take is what the last ones of the model took", .timeLimit(.minutes(20)))
struct UsualTimesTests {
    private func task(_ provider: String, _ model: String?, _ seconds: Double, _ state: VideoTask.State = .stored)
        throws -> VideoTask
    {
        let id = try #require(VideoTask.ID(rawValue: "v1-k3f9"))
        let start = Date(timeIntervalSince1970: 1_800_000_000)
        let endpoint = try Endpoint("https://api.example.com/v1")
        let reference = ProviderReference(id: provider, dialect: "test", endpoint: endpoint)
        var task = VideoTask(
            id: id,
            provider: reference,
            request: VideoRequest(prompt: "", model: model),
            createdAt: start
        )
        task.state = state
        task.updatedAt = start.addingTimeInterval(seconds)
        return task
    }

    @Test("The middle of the last ten that were stored, of the same provider and model")
    func middle() throws {
        let old = try (1...20).map { _ in try task("a", "m", 900) }
        let new = try [30, 10, 20, 40, 50, 60, 70, 80, 90, 100].map { try task("a", "m", $0) }
        let other = try [task("b", "m", 5), task("a", "m", 1, .failed), task("a", "n", -3)]
        let times = UsualTimes(other + new + old)
        #expect(times.time(for: try task("a", "m", 0, .queued)) == .seconds(60))
        #expect(times.time(for: try task("b", "m", 0, .queued)) == .seconds(5))
        #expect(times.time(for: try task("a", "n", 0, .queued)) == nil)
        #expect(times.time(for: try task("a", nil, 0, .queued)) == nil)
    }
}
