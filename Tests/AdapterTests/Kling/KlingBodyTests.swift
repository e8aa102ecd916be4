import Foundation
import Kling
import Testing
import VideoGeneration
import VideoGenerationTesting

@Suite("What Kling is sent", .timeLimit(.minutes(20)))
struct KlingBodyTests {
    private static let png = MediaInput.data(Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]), .png)
    private static let base64 = "iVBORw0KGgo="

    private func sent(
        _ kind: String,
        _ model: String? = nil,
        _ change: (inout VideoRequest) throws -> Void = { _ in }
    ) throws -> String {
        var request = VideoRequest(prompt: "a boat", model: model)
        try change(&request)
        let sent = try DialectProvider.kling(key: try Secret("kling-invented-key-0123456789")).preview(request)
        #expect(sent.method == .post && sent.url.target == "/v1/videos/\(kind)")
        #expect(sent.fields["Content-Type"] == "application/json")
        return String(decoding: sent.body ?? [], as: UTF8.self)
    }

    @Test("Text alone, and nothing invented")
    func text() throws {
        #expect(try sent("text2video") == #"{"model_name":"kling-v3","prompt":"a boat"}"#)
    }

    @Test(
        "The length is a string, and a resolution is a mode",
        arguments: [("720p", "std"), ("1080P", "pro"), ("4k", "4k")]
    )
    func settings(_ resolution: String, _ mode: String) throws {
        let body = try sent("text2video") {
            $0.seconds = 10
            $0.resolution = resolution
            $0.aspectRatio = "9:16"
        }
        let settings = #""mode":"\#(mode)","aspect_ratio":"9:16","duration":"10""#
        #expect(body == #"{"model_name":"kling-v3","prompt":"a boat",\#(settings)}"#)
    }

    @Test("A first frame is plain base64 or a URL")
    func firstFrame() throws {
        let bytes = try sent("image2video") {
            $0.prompt = ""
            $0.firstFrame = Self.png
        }
        #expect(bytes == #"{"model_name":"kling-v3","image":"\#(Self.base64)"}"#)
        let link = try #require(HTTPURL("https://in.example/a.png?x=1"))
        let url = try sent("image2video") { $0.firstFrame = .url(link) }
        #expect(url == #"{"model_name":"kling-v3","prompt":"a boat","image":"https://in.example/a.png?x=1"}"#)
    }

    @Test("A first and a last frame; the mode is sent if the model has only one")
    func lastFrame() throws {
        func body(_ model: String) throws -> String {
            try sent("image2video", model) {
                $0.firstFrame = Self.png
                $0.lastFrame = Self.png
            }
        }
        let frames = #""prompt":"a boat","image":"\#(Self.base64)","image_tail":"\#(Self.base64)""#
        #expect(try body("kling-v3") == #"{"model_name":"kling-v3",\#(frames)}"#)
        #expect(try body("kling-v2-6") == #"{"model_name":"kling-v2-6",\#(frames),"mode":"pro"}"#)
    }

    @Test("References are a list")
    func references() throws {
        let body = try sent("multi-image2video", "kling-v1-6") {
            $0.references = [Self.png, Self.png]
            $0.aspectRatio = "1:1"
        }
        let list = #""image_list":[{"image":"\#(Self.base64)"},{"image":"\#(Self.base64)"}]"#
        #expect(body == #"{"model_name":"kling-v1-6","prompt":"a boat",\#(list),"aspect_ratio":"1:1"}"#)
    }

    @Test("Options are merged last")
    func options() throws {
        let body = try sent("text2video") {
            $0.options = ["sound": "on", "mode": "pro", "negative_prompt": "rain"]
            $0.resolution = "720p"
        }
        let options = #""mode":"pro","negative_prompt":"rain","sound":"on""#
        #expect(body == #"{"model_name":"kling-v3","prompt":"a boat",\#(options)}"#)
    }

    @Test("The task's own ID goes into the body of a submit")
    func ownID() async throws {
        let transport = ScriptedTransport { _ in
            let task = #"{"task_id":"87","task_status":"submitted","task_info":{"external_task_id":"v1-k3f9"}}"#
            return HTTPResponse(status: 200, body: Array(#"{"code":0,"message":"SUCCEED","data":\#(task)}"#.utf8))
        }
        let context = ExchangeContext(transport: transport, date: .now, idempotencyKey: "v1-k3f9")
        let provider = try DialectProvider.kling(key: try Secret("kling-invented-key-0123456789"))
        let task = try await provider.submit(VideoRequest(prompt: "a boat"), in: context)
        #expect(task.remote.id == "87" && task.ownID == "v1-k3f9" && task.remote.kind == "text2video")
        let sent = String(decoding: transport.requests.first?.body ?? [], as: UTF8.self)
        #expect(sent == #"{"model_name":"kling-v3","prompt":"a boat","external_task_id":"v1-k3f9"}"#)
    }

    @Test("What the API has no field for is refused")
    func refusals() throws {
        func code(_ change: (inout VideoRequest) throws -> Void) throws -> VideoError.Code? {
            var request = VideoRequest(prompt: "a boat", model: "a-newer-model")
            try change(&request)
            let endpoint = try Endpoint(KlingTests.base)
            let error = #expect(throws: VideoError.self) { try KlingDialect().submitRequest(request, at: endpoint) }
            return error?.code
        }
        let clip = MediaInput.uploaded("clip-1", kind: .video)
        #expect(try code { $0.size = VideoSize("1280x720") } == .invalidRequest)
        #expect(try code { $0.resolution = "480p" } == .invalidRequest)
        #expect(try code { $0.references = [clip] } == .invalidRequest)
        #expect(try code { $0.firstFrame = clip } == .invalidRequest)
        #expect(
            try code {
                $0.firstFrame = Self.png
                $0.aspectRatio = "16:9"
            } == .invalidRequest
        )
        #expect(
            try code {
                $0.firstFrame = Self.png
                $0.references = [Self.png]
            } == .invalidRequest
        )
    }
}
