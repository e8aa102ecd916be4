import Foundation
import Testing

@testable import VideoGeneration
@testable import VideoGenerationCore

@Suite("Whether a file may be replaced is kept with the task", .timeLimit(.minutes(20)))
struct OverwriteTests {
    private func task(_ replaces: Bool) throws -> VideoTask {
        var task = VideoTask(
            id: try #require(VideoTask.ID(rawValue: "v1-k3f9")),
            provider: ProviderReference(id: "relay", dialect: "test", endpoint: try Endpoint("https://a.example")),
            request: VideoRequest(prompt: "a boat"),
            createdAt: Date(timeIntervalSince1970: 1_790_000_000),
            destination: "/tmp/boat.mp4"
        )
        task.replacesFile = replaces
        return task
    }

    @Test("It comes back from the journal", arguments: [true, false])
    func roundTrip(replaces: Bool) throws {
        let task = try task(replaces)
        #expect(try JSONDecoder().decode(VideoTask.self, from: JSONEncoder().encode(task)) == task)
    }

    @Test("A journal of the version before is read, and one without a permission is as it was for that version")
    func versions() throws {
        let text = String(decoding: try JSONEncoder().encode(try task(false)), as: UTF8.self)
        #expect(!text.contains("replacesFile"))
        #expect(try !JSONDecoder().decode(VideoTask.self, from: Data(text.utf8)).replacesFile)
        let newer = String(decoding: try JSONEncoder().encode(try task(true)), as: UTF8.self)
        #expect(newer.contains(#""replacesFile":true"#))
    }

    @Test("A stored file of another kind comes back, and an MP4 has no new member")
    func format() throws {
        var video = StoredVideo(path: "/a.webm", bytes: 1, sha256: "0", width: 0, height: 0, seconds: 0, codec: "")
        #expect(!String(decoding: try JSONEncoder().encode(video), as: UTF8.self).contains("format"))
        video.format = "WebM"
        #expect(try JSONDecoder().decode(StoredVideo.self, from: JSONEncoder().encode(video)) == video)
        #expect(video.difference(from: VideoRequest(prompt: "a", seconds: 6))?.contains("WebM") == true)
    }
}
