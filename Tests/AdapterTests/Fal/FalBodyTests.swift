import Fal
import Foundation
import Testing
import VideoGeneration

@Suite("A submit to fal is the model's own body at the model's own path", .timeLimit(.minutes(20)))
struct FalBodyTests {
    static let png = MediaInput.data(Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]), .png)
    private let dialect = FalDialect()

    private func picture(_ name: String) throws -> MediaInput {
        .url(try #require(HTTPURL("https://img.example/\(name)?v=1")))
    }

    private func sent(_ request: VideoRequest) throws -> HTTPRequest {
        try DialectProvider.fal(key: Secret("fal-test-key-0123456789")).preview(request)
    }

    private func expect(_ request: VideoRequest, _ path: String, _ body: String) throws {
        let sent = try sent(request)
        #expect(sent.method == .post)
        #expect(sent.url.string == "https://queue.fal.run/\(path)")
        #expect(String(decoding: sent.body ?? [], as: UTF8.self) == body)
    }

    @Test("Text")
    func text() throws {
        var request = VideoRequest(prompt: "a boat", model: "fal-ai/veo3.1", seconds: 8, aspectRatio: "16:9")
        request.resolution = "1080p"
        request.options = ["generate_audio": false, "seed": 7]
        try expect(
            request,
            "fal-ai/veo3.1",
            #"{"prompt":"a boat","duration":"8s","aspect_ratio":"16:9","resolution":"1080p","generate_audio":false,"seed":7}"#
        )
        try expect(VideoRequest(prompt: "a boat"), "fal-ai/veo3.1/lite", #"{"prompt":"a boat"}"#)
        try expect(
            VideoRequest(prompt: "a boat", model: "bytedance/seedance-2.0/text-to-video", seconds: 5),
            "bytedance/seedance-2.0/text-to-video",
            #"{"prompt":"a boat","duration":"5"}"#
        )
    }

    @Test("A first frame, as bytes and as a URL")
    func firstFrame() throws {
        try expect(
            VideoRequest(prompt: "a boat", model: "fal-ai/veo3.1/lite/image-to-video", firstFrame: Self.png),
            "fal-ai/veo3.1/lite/image-to-video",
            #"{"prompt":"a boat","image_url":"data:image/png;base64,iVBORw0KGgo="}"#
        )
        try expect(
            VideoRequest(
                prompt: "a boat",
                model: "bytedance/seedance-2.0/image-to-video",
                seconds: 4,
                firstFrame: try picture("a.png")
            ),
            "bytedance/seedance-2.0/image-to-video",
            #"{"prompt":"a boat","duration":"4","image_url":"https://img.example/a.png?v=1"}"#
        )
    }

    @Test("A first and a last frame")
    func lastFrame() throws {
        var request = VideoRequest(prompt: "a boat", model: "fal-ai/veo3.1/first-last-frame-to-video")
        request.firstFrame = try picture("a.png")
        request.lastFrame = try picture("b.png")
        try expect(
            request,
            "fal-ai/veo3.1/first-last-frame-to-video",
            #"{"prompt":"a boat","first_frame_url":"https://img.example/a.png?v=1","#
                + #""last_frame_url":"https://img.example/b.png?v=1"}"#
        )
        request.model = "bytedance/seedance-2.0/image-to-video"
        try expect(
            request,
            "bytedance/seedance-2.0/image-to-video",
            #"{"prompt":"a boat","image_url":"https://img.example/a.png?v=1","#
                + #""end_image_url":"https://img.example/b.png?v=1"}"#
        )
    }

    @Test("References")
    func references() throws {
        let references = [try picture("a.png"), try picture("b.png")]
        for model in ["fal-ai/veo3.1/reference-to-video", "bytedance/seedance-2.0/reference-to-video"] {
            try expect(
                VideoRequest(prompt: "a boat", model: model, references: references),
                model,
                #"{"prompt":"a boat","image_urls":["https://img.example/a.png?v=1","https://img.example/b.png?v=1"]}"#
            )
        }
    }

    @Test("A model that is not described takes the names that all models share, and options for the rest")
    func otherModels() throws {
        var request = VideoRequest(prompt: "a boat", model: "acme/video/v2/image-to-video", aspectRatio: "1:1")
        request.firstFrame = try picture("a.png")
        request.options = ["duration": 5]
        try expect(
            request,
            "acme/video/v2/image-to-video",
            #"{"prompt":"a boat","aspect_ratio":"1:1","image_url":"https://img.example/a.png?v=1","duration":5}"#
        )
        let changes: [(inout VideoRequest) -> Void] = [
            { $0.seconds = 5 }, { $0.lastFrame = Self.png }, { $0.references = [Self.png] },
            { $0.size = VideoSize(width: 1280, height: 720) },
            { $0.references = [.data(Data([0, 0, 0, 1]), .mp4)] },
        ]
        for change in changes {
            var changed = request
            change(&changed)
            let error = #expect(throws: VideoError.self) { try sent(changed) }
            #expect(error?.code == .invalidRequest)
        }
        request.model = "acme/video/v2/text-to-video"
        #expect(throws: VideoError.self) { try sent(request) }
    }

    @Test(
        "A name that is not the path of a model sends nothing",
        arguments: [
            "veo3.1", "", "/", "fal-ai/", "/fal-ai/veo3.1", "fal-ai//veo3.1", "fal-ai/../admin", "fal-ai/./x",
            "fal-ai/veo3.1/requests/17/cancel", "fal-ai/veo3.1?fal_webhook=https://x.example", "fal-ai/veo#x",
            "fal-ai/%2e%2e/x", "fal-ai/a b", "fal-ai/a\\b", "fal-ai/a\u{0}b", "fal-ai/\u{202E}x", "workflows/acme",
            "https://x.example/fal-ai/veo3.1", String(repeating: "a/", count: 150) + "a", "fal-ai/a:b",
        ]
    )
    func hostileNames(_ name: String) throws {
        let endpoint = try Endpoint("https://queue.fal.run")
        let error = #expect(throws: VideoError.self) {
            try dialect.submitRequest(VideoRequest(prompt: "a boat", model: name), at: endpoint)
        }
        #expect(error?.code == .invalidRequest)
        #expect(throws: VideoError.self) {
            try dialect.statusRequest(for: RemoteTask(id: "17", model: name), at: endpoint)
        }
    }
}
