import Foundation
import Replicate
import Testing
import VideoGeneration

@Suite("A submit to Replicate", .timeLimit(.minutes(20)))
struct ReplicateBodyTests {
    private static let png = MediaInput.data(Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]), .png)
    private static let data = "data:image/png;base64,iVBORw0KGgo="
    private static let hash = String(repeating: "0123456789abcdef", count: 4)

    private func sent(_ request: VideoRequest) throws -> HTTPRequest {
        try DialectProvider.replicate(key: Secret("r8_test_key_0123456789")).preview(request)
    }

    /// Returns the path and the body.
    private func parts(_ request: VideoRequest) throws -> [String] {
        let sent = try sent(request)
        #expect(sent.method == .post && sent.url.string.hasPrefix("https://api.replicate.com/v1/"))
        // With this field, the response would come after the video.
        #expect(sent.fields["Prefer"] == nil)
        return [
            String(sent.url.string.dropFirst("https://api.replicate.com/v1/".count)),
            String(decoding: sent.body ?? [], as: UTF8.self),
        ]
    }

    @Test("A model goes into the path, and a version into the body")
    func models() throws {
        let input = #""input":{"prompt":"a boat"}"#
        func path(_ model: String) throws -> [String] { try parts(VideoRequest(prompt: "a boat", model: model)) }
        #expect(try path("acme/film-1.5") == ["models/acme/film-1.5/predictions", "{\(input)}"])
        #expect(try path("acme/film:\(Self.hash)") == ["predictions", #"{"version":"\#(Self.hash)",\#(input)}"#])
        #expect(try path(Self.hash) == ["predictions", #"{"version":"\#(Self.hash)",\#(input)}"#])
    }

    @Test(
        "A name that is not one of a model is refused, and nothing is sent",
        arguments: [
            "", "acme", "acme/", "/film", "acme/film/x", "acme/film:", "acme/../x", "acme/..", "acme/film:1:2",
            "acme/film?x",
            "acme/film#x", "acme/fi lm", "acme/f\u{1B}ilm", "acme/film%2F..", "https://evil.example/x",
            String(repeating: "a", count: 64) + "/" + String(repeating: "b", count: 200),
        ]
    )
    func names(_ model: String) throws {
        let error = #expect(throws: VideoError.self) { try sent(VideoRequest(prompt: "a boat", model: model)) }
        #expect(error?.code == .invalidRequest)
    }

    @Test("A request without a model is refused: there is no default one")
    func noModel() throws {
        let error = #expect(throws: VideoError.self) { try sent(VideoRequest(prompt: "a boat")) }
        #expect(error?.code == .invalidRequest && error?.description.contains("owner/name") == true)
    }

    @Test("Each described model gets its own names of the fields")
    func fields() throws {
        var request = VideoRequest(prompt: "a boat", model: "bytedance/seedance-1-lite", seconds: 5)
        request.resolution = "720p"
        request.aspectRatio = "16:9"
        let path = "models/bytedance/seedance-1-lite/predictions"
        let start = #"{"input":{"prompt":"a boat","duration":5,"aspect_ratio":"16:9","resolution":"720p""#
        #expect(try parts(request) == [path, start + "}}"])
        request.firstFrame = Self.png
        request.lastFrame = Self.png
        #expect(
            try parts(request) == [path, start + #","image":"\#(Self.data)","last_frame_image":"\#(Self.data)"}}"#]
        )
        (request.firstFrame, request.lastFrame, request.references) = (nil, nil, [Self.png])
        #expect(try parts(request) == [path, start + #","reference_images":["\#(Self.data)"]}}"#])
        request = VideoRequest(prompt: "a boat", model: "minimax/h3-lite", firstFrame: Self.png)
        request.aspectRatio = "1:1"
        #expect(
            try parts(request) == [
                "models/minimax/h3-lite/predictions",
                #"{"input":{"prompt":"a boat","ratio":"1:1","first_frame_image":"\#(Self.data)"}}"#,
            ]
        )
    }

    @Test("A version of a described model has the fields of the model")
    func version() throws {
        let request = VideoRequest(prompt: "a boat", model: "minimax/h3-lite:\(Self.hash)", seconds: 5)
        #expect(
            try parts(request)
                == ["predictions", #"{"version":"\#(Self.hash)","input":{"prompt":"a boat","duration":5}}"#]
        )
    }

    @Test("Options are fields of the input")
    func options() throws {
        var request = VideoRequest(prompt: "a boat", model: "acme/film")
        request.options = ["duration": 5, "seed": 7]
        #expect(
            try parts(request)
                == ["models/acme/film/predictions", #"{"input":{"prompt":"a boat","duration":5,"seed":7}}"#]
        )
    }

    @Test("What a model has no known field for is refused, and nothing is sent")
    func refusals() throws {
        let changes: [(String, (inout VideoRequest) -> Void)] = [
            ("acme/film", { $0.seconds = 5 }), ("acme/film", { $0.resolution = "720p" }),
            ("acme/film", { $0.aspectRatio = "16:9" }), ("acme/film", { $0.firstFrame = Self.png }),
            ("acme/film", { $0.references = [Self.png] }),
            ("minimax/h3-lite", { $0.size = VideoSize(width: 1280, height: 720) }),
            ("minimax/h3-lite", { $0.lastFrame = Self.png }),
            ("minimax/h3-lite", { ($0.firstFrame, $0.references) = (Self.png, [Self.png]) }),
            ("minimax/h3-lite", { $0.references = [.data(Data([0, 0, 0, 1]), .mp4)] }),
            ("minimax/h3-lite", { $0.source = .edit(videoID: "https://a.example/v.mp4") }),
            ("lightricks/ltx-2-fast", { ($0.firstFrame, $0.lastFrame) = (Self.png, Self.png) }),
        ]
        for (index, (model, change)) in changes.enumerated() {
            var request = VideoRequest(prompt: "a boat", model: model)
            change(&request)
            let error = #expect(throws: VideoError.self, "\(index)") { try sent(request) }
            #expect(error?.code == .invalidRequest, "\(index)")
        }
    }

    @Test("A small file goes into the input, and a large one is uploaded first")
    func uploads() throws {
        let dialect = ReplicateDialect()
        let endpoint = try Endpoint("https://api.replicate.com/v1")
        func step(_ bytes: Int, _ responses: [HTTPResponse] = []) throws -> UploadStep {
            try dialect.uploadStep(for: .data(Data(count: bytes), .png), after: responses, at: endpoint)
        }
        #expect(try step(256_000) == .inline)
        guard case .send(let upload) = try step(256_001) else {
            Issue.record("No upload is needed.")
            return
        }
        #expect(upload.method == .post && upload.url.string == "https://api.replicate.com/v1/files")
        let start = String(decoding: upload.body?.prefix(200) ?? [], as: UTF8.self)
        #expect(start.contains(#"name="content""#))
        let link = "https://api.replicate.com/v1/files/f-1"
        let done = HTTPResponse(status: 201, body: Array(#"{"id": "f-1", "urls": {"get": "\#(link)"}}"#.utf8))
        #expect(try step(256_001, [done]) == .done(link))
        for text in ["", "{}", #"{"urls": {"get": "javascript:x"}}"#, #"{"urls": 1}"#] {
            let response = HTTPResponse(status: 201, body: Array(text.utf8))
            let error = #expect(throws: VideoError.self, "\(text)") { try step(256_001, [response]) }
            #expect(error?.code == .malformedResponse, "\(text)")
        }
    }
}
