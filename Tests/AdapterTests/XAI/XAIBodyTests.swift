import Foundation
import Testing
import VideoGeneration
import XAI

@Suite("A submit to xAI", .timeLimit(.minutes(20)))
struct XAIBodyTests {
    private static let png = MediaInput.data(Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]), .png)
    private static let data = #"{"url":"data:image/png;base64,iVBORw0KGgo="}"#
    private static let video = "https://vidgen.x.ai/bucket/film.mp4?token=a%2Fb"

    private func sent(_ request: VideoRequest) throws -> HTTPRequest {
        try DialectProvider.xai(key: Secret("xai-test-key-0123456789")).preview(request)
    }

    /// Returns the last segment of the path, and the body.
    private func parts(_ request: VideoRequest) throws -> [String] {
        let sent = try sent(request)
        #expect(sent.method == .post && sent.url.string.hasPrefix("https://api.x.ai/v1/videos/"))
        return [
            String(sent.url.string.dropFirst("https://api.x.ai/v1/videos/".count)),
            String(decoding: sent.body ?? [], as: UTF8.self),
        ]
    }

    @Test("Text")
    func text() throws {
        #expect(
            try parts(VideoRequest(prompt: "a boat"))
                == ["generations", #"{"model":"grok-imagine-video-1.5","prompt":"a boat"}"#]
        )
        let request = VideoRequest(
            prompt: "a boat",
            model: "grok-imagine-video",
            seconds: 6,
            resolution: "720p",
            aspectRatio: "9:16"
        )
        #expect(
            try parts(request) == [
                "generations",
                #"{"model":"grok-imagine-video","prompt":"a boat","duration":6,"aspect_ratio":"9:16","resolution":"720p"}"#,
            ]
        )
    }

    @Test("A first frame, and references, by their bytes or their URL")
    func pictures() throws {
        #expect(
            try parts(VideoRequest(prompt: "a boat", firstFrame: Self.png)) == [
                "generations", #"{"model":"grok-imagine-video-1.5","prompt":"a boat","image":\#(Self.data)}"#,
            ]
        )
        let url = try #require(HTTPURL("https://img.example/a.png?v=1"))
        #expect(
            try parts(VideoRequest(prompt: "a boat", references: [Self.png, .url(url)])) == [
                "generations",
                #"{"model":"grok-imagine-video-1.5","prompt":"a boat","reference_images":["#
                    + #"\#(Self.data),{"url":"https://img.example/a.png?v=1"}]}"#,
            ]
        )
    }

    @Test("An edit and an extension go to their own paths, to the model that takes videos")
    func videos() throws {
        let json = #""prompt":"a boat","video":{"url":"\#(Self.video)"}"#
        var request = VideoRequest(prompt: "a boat", source: .edit(videoID: Self.video))
        #expect(try parts(request) == ["edits", #"{"model":"grok-imagine-video",\#(json)}"#])
        request.source = .extend(videoID: Self.video)
        request.seconds = 4
        #expect(try parts(request) == ["extensions", #"{"model":"grok-imagine-video",\#(json),"duration":4}"#])
        request.model = "grok-next"
        #expect(try parts(request) == ["extensions", #"{"model":"grok-next",\#(json),"duration":4}"#])
    }

    @Test("Options are fields of the body")
    func options() throws {
        var request = VideoRequest(prompt: "a boat")
        request.options = ["user": "u-1", "reference_audios": [["voice_id": "v-1"]]]
        #expect(
            try parts(request) == [
                "generations",
                #"{"model":"grok-imagine-video-1.5","prompt":"a boat","reference_audios":[{"voice_id":"v-1"}],"user":"u-1"}"#,
            ]
        )
    }

    @Test("What the API has no field for is refused, and nothing is sent")
    func refusals() throws {
        let edit = VideoRequest.Source.edit(videoID: Self.video)
        let extend = VideoRequest.Source.extend(videoID: Self.video)
        let changes: [(inout VideoRequest) -> Void] = [
            { $0.size = VideoSize(width: 1280, height: 720) }, { $0.lastFrame = Self.png },
            { ($0.firstFrame, $0.references) = (Self.png, [Self.png]) },
            { $0.references = [.data(Data([0, 0, 0, 1]), .mp4)] }, { $0.references = [.data(Data([1]), .mp3)] },
            { $0.source = .remix(videoID: Self.video) }, { $0.source = .template(id: "t", texts: []) },
            { $0.source = .edit(videoID: "0a1b-request") }, { $0.source = .extend(videoID: "http://a.example/v.mp4") },
            { ($0.source, $0.seconds) = (edit, 5) }, { ($0.source, $0.resolution) = (edit, "720p") },
            { ($0.source, $0.aspectRatio) = (extend, "16:9") }, { ($0.source, $0.resolution) = (extend, "720p") },
            { ($0.source, $0.firstFrame) = (edit, Self.png) }, { ($0.source, $0.references) = (extend, [Self.png]) },
        ]
        for (index, change) in changes.enumerated() {
            var request = VideoRequest(prompt: "a boat")
            change(&request)
            let error = #expect(throws: VideoError.self, "\(index)") { try sent(request) }
            #expect(error?.code == .invalidRequest, "\(index)")
        }
    }

    @Test("Every model has a day and prices, and only one of them takes videos")
    func models() throws {
        let models = XAIDialect().models
        #expect(models.allSatisfy { $0.readOn == "2026-11-28" && $0.outputLifetime == 86_400 && !$0.prices.isEmpty })
        #expect(
            models.filter { model in model.modes.contains { $0.mode == .video } }.map(\.name) == ["grok-imagine-video"]
        )
        #expect(models.contains { $0.name == XAIDialect().defaultModel })
        let model = try #require(models.first { $0.name == "grok-imagine-video-1.5" })
        let references = try #require(model.modes.first { $0.mode == .references })
        #expect(references.formats?.map(\.resolution) == ["480p", "720p"])
        #expect(references.formats?.allSatisfy { $0.seconds == Array(1...10) } == true)
        #expect(model.prices.contains(Price(Money(cents: 25), per: .second, resolution: "1080p", readOn: "2026-11-28")))
    }
}
