import DashScope
import Foundation
import Testing
import VideoGeneration
import VideoGenerationTesting

@Suite("What DashScope is sent", .timeLimit(.minutes(20)))
struct DashScopeBodyTests {
    private static let png = MediaInput.data(Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]), .png)
    private static let path = "/api/v1/services/aigc/video-generation/video-synthesis"

    private static func url(_ name: String, _ kind: MediaInput.Kind = .picture) throws -> MediaInput {
        .url(try #require(HTTPURL("https://in.example/\(name)")), kind: kind)
    }

    private func sent(_ prompt: String = "a boat", _ change: (inout VideoRequest) throws -> Void) throws
        -> HTTPRequest
    {
        var request = VideoRequest(prompt: prompt)
        try change(&request)
        let provider = try DialectProvider.dashScope(key: try Secret("sk-invented-key-0123456789"))
        let sent = try provider.preview(request)
        #expect(sent.method == .post && sent.url.target == Self.path)
        #expect(sent.fields["X-DashScope-Async"] == "enable" && sent.fields["Content-Type"] == "application/json")
        return sent
    }

    private func body(_ prompt: String = "a boat", _ change: (inout VideoRequest) throws -> Void) throws -> String {
        String(decoding: try sent(prompt, change).body ?? [], as: UTF8.self)
    }

    @Test("Text alone, and nothing invented")
    func text() throws {
        #expect(try body { _ in } == #"{"model":"wan3.0-video","input":{"prompt":"a boat"}}"#)
    }

    @Test("Length, resolution and ratio, in the API's spelling")
    func settings() throws {
        let sent = try body {
            $0.model = "wan2.7-t2v"
            $0.seconds = 10
            $0.resolution = "720p"
            $0.aspectRatio = "9:16"
        }
        let fields = #"{"resolution":"720P","ratio":"9:16","duration":10}"#
        #expect(sent == #"{"model":"wan2.7-t2v","input":{"prompt":"a boat"},"parameters":\#(fields)}"#)
    }

    @Test("A first frame as a data URL, without a prompt")
    func firstFrame() throws {
        let sent = try body("") { $0.firstFrame = Self.png }
        let media = #"[{"type":"first_frame","url":"data:image/png;base64,iVBORw0KGgo="}]"#
        #expect(sent == #"{"model":"wan3.0-video","input":{"media":\#(media)}}"#)
    }

    @Test("A first and a last frame")
    func lastFrame() throws {
        let sent = try body {
            $0.firstFrame = try Self.url("a.png")
            $0.lastFrame = try Self.url("b.png")
        }
        let media = """
            [{"type":"first_frame","url":"https://in.example/a.png"},{"type":"last_frame","url":"https://in.example/b.png"}]
            """
        #expect(sent == #"{"model":"wan3.0-video","input":{"prompt":"a boat","media":\#(media)}}"#)
    }

    @Test("References of every kind, and the field for files in the provider's store")
    func references() throws {
        let request = try sent {
            $0.references = [
                try Self.url("face.png"), try Self.url("walk.mp4", .video), try Self.url("voice.mp3", .audio),
                .uploaded("oss://dashscope-instant/a/b.png"),
            ]
        }
        let items = [
            #"{"type":"reference_image","url":"https://in.example/face.png"}"#,
            #"{"type":"reference_video","url":"https://in.example/walk.mp4"}"#,
            #"{"type":"reference_audio","url":"https://in.example/voice.mp3"}"#,
            #"{"type":"reference_image","url":"oss://dashscope-instant/a/b.png"}"#,
        ]
        let body = String(decoding: request.body ?? [], as: UTF8.self)
        let media = items.joined(separator: ",")
        #expect(body == #"{"model":"wan3.0-video","input":{"prompt":"a boat","media":[\#(media)]}}"#)
        #expect(request.fields["X-DashScope-OssResourceResolve"] == "enable")
        #expect(try sent { _ in }.fields["X-DashScope-OssResourceResolve"] == nil)
    }

    @Test("An edit and an extension of a video, each with its own model")
    func sources() throws {
        let edit = try body("at night") {
            $0.source = .edit(videoID: "https://in.example/v.mp4")
            $0.references = [try Self.url("style.png")]
        }
        let edited = """
            [{"type":"video","url":"https://in.example/v.mp4"},{"type":"reference_image","url":"https://in.example/style.png"}]
            """
        #expect(edit == #"{"model":"wan2.7-videoedit","input":{"prompt":"at night","media":\#(edited)}}"#)
        let extended = try body { $0.source = .extend(videoID: "oss://dashscope-instant/v.mp4") }
        let clip = #"[{"type":"first_clip","url":"oss://dashscope-instant/v.mp4"}]"#
        #expect(extended == #"{"model":"wan2.7-i2v","input":{"prompt":"a boat","media":\#(clip)}}"#)
    }

    @Test("Options are added to the object of the same name")
    func options() throws {
        let sent = try body {
            $0.seconds = 5
            $0.options = [
                "parameters": ["seed": 7, "watermark": false], "input": ["negative_prompt": "rain"], "extra": 1,
            ]
        }
        let input = #"{"prompt":"a boat","negative_prompt":"rain"}"#
        let fields = #"{"duration":5,"seed":7,"watermark":false}"#
        #expect(sent == #"{"model":"wan3.0-video","input":\#(input),"parameters":\#(fields),"extra":1}"#)
    }

    @Test("What the API has no field for is refused before anything is sent")
    func refusals() throws {
        func code(_ change: (inout VideoRequest) throws -> Void) throws -> VideoError.Code? {
            var request = VideoRequest(prompt: "a boat", model: "a-newer-model")
            try change(&request)
            let endpoint = try Endpoint("https://dashscope-intl.aliyuncs.com/api/v1")
            let error = #expect(throws: VideoError.self) {
                try DashScopeDialect().submitRequest(request, at: endpoint)
            }
            return error?.code
        }
        #expect(try code { $0.size = VideoSize("1280x720") } == .invalidRequest)
        #expect(try code { $0.lastFrame = Self.png } == .invalidRequest)
        #expect(try code { $0.firstFrame = try Self.url("a.mp4", .video) } == .invalidRequest)
        #expect(try code { $0.references = [.data(Data([1]), .mp4)] } == .invalidRequest)
        #expect(try code { $0.source = .edit(videoID: "task-1") } == .invalidRequest)
        #expect(try code { $0.source = .remix(videoID: "https://in.example/v.mp4") } == .invalidRequest)
        #expect(
            try code {
                $0.firstFrame = Self.png
                $0.references = [Self.png]
            } == .invalidRequest
        )
        #expect(
            try code {
                $0.source = .extend(videoID: "https://in.example/v.mp4")
                $0.references = [Self.png]
            } == .invalidRequest
        )
    }
}
