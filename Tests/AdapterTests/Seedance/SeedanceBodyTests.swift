import Foundation
import Seedance
import Testing
import VideoGeneration
import VideoGenerationTesting

@Suite("What Seedance is sent", .timeLimit(.minutes(20)))
struct SeedanceBodyTests {
    private static let png = MediaInput.data(Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]), .png)
    private static let pngURL = "data:image/png;base64,iVBORw0KGgo="
    private static let model = #""model":"dreamina-seedance-2-0-260128""#
    private static let text = #"{"type":"text","text":"a boat"}"#

    private static func url(_ name: String, _ kind: MediaInput.Kind = .picture) throws -> MediaInput {
        .url(try #require(HTTPURL("https://in.example/\(name)")), kind: kind)
    }

    private func body(_ prompt: String = "a boat", _ change: (inout VideoRequest) throws -> Void) throws -> String {
        var request = VideoRequest(prompt: prompt)
        try change(&request)
        let provider = try DialectProvider.seedance(key: try Secret("ark-invented-key-0123456789"))
        let sent = try provider.preview(request)
        #expect(sent.method == .post && sent.url.target == SeedanceTests.tasks)
        #expect(sent.fields["Content-Type"] == "application/json")
        return String(decoding: sent.body ?? [], as: UTF8.self)
    }

    @Test("Text alone, and nothing invented")
    func text() throws {
        #expect(try body { _ in } == "{\(Self.model),\"content\":[\(Self.text)]}")
    }

    @Test("Length, resolution and ratio, in the API's spelling")
    func settings() throws {
        let sent = try body {
            $0.seconds = 10
            $0.resolution = "1080P"
            $0.aspectRatio = "21:9"
        }
        let fields = #""ratio":"21:9","resolution":"1080p","duration":10"#
        #expect(sent == "{\(Self.model),\"content\":[\(Self.text)],\(fields)}")
    }

    @Test("A first frame, and no text if there is none")
    func firstFrame() throws {
        let sent = try body("") { $0.firstFrame = Self.png }
        let item = #"{"type":"image_url","image_url":{"url":"\#(Self.pngURL)"},"role":"first_frame"}"#
        #expect(sent == "{\(Self.model),\"content\":[\(item)]}")
    }

    @Test("A first and a last frame")
    func lastFrame() throws {
        let sent = try body {
            $0.firstFrame = try Self.url("a.png")
            $0.lastFrame = try Self.url("b.png")
        }
        let first = #"{"type":"image_url","image_url":{"url":"https://in.example/a.png"},"role":"first_frame"}"#
        let last = #"{"type":"image_url","image_url":{"url":"https://in.example/b.png"},"role":"last_frame"}"#
        #expect(sent == "{\(Self.model),\"content\":[\(Self.text),\(first),\(last)]}")
    }

    @Test("References of every kind")
    func references() throws {
        let sent = try body {
            $0.references = [
                try Self.url("face.png"), try Self.url("walk.mp4", .video), try Self.url("voice.mp3", .audio),
                .uploaded("asset://asset-1"),
            ]
        }
        let items = [
            #"{"type":"image_url","image_url":{"url":"https://in.example/face.png"},"role":"reference_image"}"#,
            #"{"type":"video_url","video_url":{"url":"https://in.example/walk.mp4"},"role":"reference_video"}"#,
            #"{"type":"audio_url","audio_url":{"url":"https://in.example/voice.mp3"},"role":"reference_audio"}"#,
            #"{"type":"image_url","image_url":{"url":"asset://asset-1"},"role":"reference_image"}"#,
        ]
        #expect(sent == "{\(Self.model),\"content\":[\(Self.text),\(items.joined(separator: ","))]}")
    }

    @Test("Options are merged last")
    func options() throws {
        let sent = try body {
            $0.seconds = 5
            $0.options = ["return_last_frame": true, "generate_audio": false, "duration": -1, "seed": 7]
        }
        let fields = #""duration":-1,"generate_audio":false,"return_last_frame":true,"seed":7"#
        #expect(sent == "{\(Self.model),\"content\":[\(Self.text)],\(fields)}")
    }

    @Test("What the API has no field for is refused")
    func refusals() throws {
        func code(_ change: (inout VideoRequest) throws -> Void) throws -> VideoError.Code? {
            var request = VideoRequest(prompt: "a boat", model: "a-newer-model")
            try change(&request)
            let endpoint = try Endpoint(SeedanceTests.base)
            let error = #expect(throws: VideoError.self) {
                try SeedanceDialect().submitRequest(request, at: endpoint)
            }
            return error?.code
        }
        #expect(try code { $0.size = VideoSize("1280x720") } == .invalidRequest)
        #expect(try code { $0.lastFrame = Self.png } == .invalidRequest)
        #expect(try code { $0.firstFrame = try Self.url("a.mp4", .video) } == .invalidRequest)
        #expect(try code { $0.references = [.data(Data([1]), .mp4)] } == .invalidRequest)
        #expect(
            try code {
                $0.firstFrame = Self.png
                $0.references = [Self.png]
            } == .invalidRequest
        )
    }

    @Test("The task's own ID goes into the body of a submit")
    func ownID() async throws {
        let transport = ScriptedTransport { _ in
            HTTPResponse(status: 200, body: Array(#"{"id":"cgt-1","safety_identifier":"v1-k3f9-1790000000"}"#.utf8))
        }
        let context = ExchangeContext(transport: transport, date: .now, idempotencyKey: "v1-k3f9-1790000000")
        let provider = try DialectProvider.seedance(key: try Secret("ark-invented-key-0123456789"))
        let task = try await provider.submit(VideoRequest(prompt: "a boat"), in: context)
        #expect(task.remote.id == "cgt-1" && task.ownID == "v1-k3f9-1790000000")
        let sent = String(decoding: transport.requests.first?.body ?? [], as: UTF8.self)
        #expect(sent.hasSuffix(#","safety_identifier":"v1-k3f9-1790000000"}"#))
    }
}
