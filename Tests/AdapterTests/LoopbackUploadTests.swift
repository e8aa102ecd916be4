import DashScope
import Fal
import Foundation
import Replicate
import Runway
import Testing
import VideoGeneration
import VideoGenerationTesting
import VideoSimulator

@Suite("A large file is uploaded to a provider on this machine", .timeLimit(.minutes(20)))
struct LoopbackUploadTests {
    private static let plugins = Fal.plugins + Runway.plugins + Replicate.plugins + DashScope.plugins

    @Test(
        "The upload is no submit, its result is in the submit, and the video arrives",
        arguments: [
            ("fal", "fal-ai/veo3.1/image-to-video"), ("runway", "gen4.5"), ("replicate", "minimax/h3-lite"),
            ("dashscope", "wan2.7-i2v"),
        ]
    )
    func upload(_ name: String, model: String) async throws {
        let plugin = try #require(Self.plugins.first { $0.dialect == name })
        let dialect = try plugin.makeDialect(try #require(plugin.presets.first))
        let key = "kq7-Upload-9Zt2Lm8Rb6Ns4vXw"
        let server = LoopbackProvider(
            dialect: dialect,
            script: try #require(plugin.samples),
            options: LoopbackOptions(key: key)
        )
        defer { server.stop() }
        let provider = DialectProvider(
            id: "played",
            dialect: dialect,
            endpoint: try server.start(),
            key: try Secret(key)
        )
        let folder = try TemporaryFolder()
        var settings = VideoClient.Settings()
        settings.polling = PollSchedule(first: .milliseconds(10), factor: 1, longest: .milliseconds(10))
        let client = VideoClient(
            providers: [provider],
            journal: try FileJournal(folder: folder.path + "/journal"),
            settings: settings
        )
        let png = Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) + Data(count: 6 << 20)
        let task = try await client.generate(
            VideoRequest(prompt: "a boat", model: model, firstFrame: .data(png, .png)),
            using: "played",
            savingTo: folder.path + "/video.mp4",
            wait: .seconds(60)
        )
        #expect(task.state == .stored)
        let ledger = server.ledger
        #expect(ledger.submits == 1 && ledger.videosBilled == 1 && ledger.counts["other"] == nil)
        #expect(ledger.counts["upload"] == plugin.samples?.uploads.count)
        let submit = try #require(ledger.requests.first { $0.purpose == "submit" })
        // The bytes themselves are not in the submit.
        #expect(submit.body.utf8.count < 4_096 && !submit.body.contains("base64"))
    }
}
