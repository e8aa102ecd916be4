import Foundation
import OpenRouter
import Testing
import VideoGeneration
import VideoGenerationTesting

@Suite("OpenRouter", .timeLimit(.minutes(20)))
struct OpenRouterTests {
    private let dialect = OpenRouterDialect()
    private let endpoint: Endpoint
    private let provider: DialectProvider

    init() throws {
        endpoint = try Endpoint("https://openrouter.ai/api/v1")
        provider = try .openRouter(key: Secret("or-7-Invented-Key-4Qx"))
    }

    @Test("The adapter keeps the promises, with signed links and with the content route alone")
    func conformance() async throws {
        try await ProviderConformance(dialect: dialect, script: .openRouter).run()
        try await ProviderConformance(dialect: dialect, script: .openRouterContent).run()
    }

    // MARK: - Requests

    private func body(_ request: VideoRequest) throws -> String {
        let message = try provider.preview(request)
        #expect(message.method == .post && message.url.string == "https://openrouter.ai/api/v1/videos")
        return String(decoding: message.body ?? [], as: UTF8.self)
    }

    private func link(_ name: String, kind: MediaInput.Kind = .picture) throws -> MediaInput {
        .url(try #require(HTTPURL("https://img.example/\(name)")), kind: kind)
    }

    @Test("The body of a video from text has the length as a number, and every setting in its own field")
    func text() throws {
        #expect(
            try body(VideoRequest(prompt: "a boat", model: "acme/video-1"))
                == #"{"model":"acme/video-1","prompt":"a boat"}"#
        )
        let request = VideoRequest(
            prompt: "a boat",
            model: "acme/video-1",
            seconds: 8,
            size: VideoSize("1280x720"),
            resolution: "720p",
            aspectRatio: "16:9",
            options: ["generate_audio": true, "seed": 1, "provider": ["options": ["acme": ["pan": "left"]]]]
        )
        #expect(
            try body(request) == """
                {"model":"acme/video-1","prompt":"a boat","duration":8,"resolution":"720p","aspect_ratio":"16:9",\
                "size":"1280x720","generate_audio":true,"provider":{"options":{"acme":{"pan":"left"}}},"seed":1}
                """
        )
    }

    @Test("Frames carry their positions, with or without a prompt")
    func frames() throws {
        var request = VideoRequest(prompt: "", model: "acme/video-1", firstFrame: try link("a.png"))
        #expect(
            try dialect.submitRequest(request, at: endpoint).body.map { String(decoding: $0, as: UTF8.self) } == """
                {"model":"acme/video-1","frame_images":[{"type":"image_url","image_url":{"url":\
                "https://img.example/a.png"},"frame_type":"first_frame"}]}
                """
        )
        request.prompt = "a boat"
        request.lastFrame = .data(Data([1, 2, 3]), .png)
        #expect(
            try body(request) == """
                {"model":"acme/video-1","prompt":"a boat","frame_images":[{"type":"image_url","image_url":{"url":\
                "https://img.example/a.png"},"frame_type":"first_frame"},{"type":"image_url","image_url":{"url":\
                "data:image/png;base64,AQID"},"frame_type":"last_frame"}]}
                """
        )
    }

    @Test("References carry the type of their kind")
    func references() throws {
        let request = VideoRequest(
            prompt: "a boat",
            model: "acme/video-1",
            references: [
                try link("a.png"), try link("b.mp4", kind: .video), try link("c.mp3", kind: .audio),
            ]
        )
        #expect(
            try body(request) == """
                {"model":"acme/video-1","prompt":"a boat","input_references":[{"type":"image_url","image_url":{"url":\
                "https://img.example/a.png"}},{"type":"video_url","video_url":{"url":"https://img.example/b.mp4"}},\
                {"type":"audio_url","audio_url":{"url":"https://img.example/c.mp3"}}]}
                """
        )
    }

    @Test("An earlier task is continued by its ID")
    func continuation() throws {
        for source in [VideoRequest.Source.edit(videoID: "gen-vid-1"), .extend(videoID: "gen-vid-1")] {
            let request = VideoRequest(prompt: "a boat", model: "acme/video-1", source: source)
            #expect(
                try body(request) == #"{"model":"acme/video-1","prompt":"a boat","previous_job_id":"gen-vid-1"}"#
            )
        }
    }

    @Test("A request without a model, a remix and a template are refused before anything is sent")
    func refused() throws {
        let remix = VideoRequest(prompt: "x", model: "acme/video-1", source: .remix(videoID: "gen-vid-1"))
        let template = VideoRequest(prompt: "x", model: "acme/video-1", source: .template(id: "1", texts: []))
        for request in [VideoRequest(prompt: "x"), remix, template] {
            let error = #expect(throws: VideoError.self) { try provider.preview(request) }
            #expect(error?.code == .invalidRequest && error?.advice?.contains("Nothing was sent") == true)
        }
    }

    // MARK: - Responses

    private func poll(_ body: String) throws -> TaskSnapshot {
        let response = HTTPResponse(status: 200, body: Array(body.utf8))
        return try dialect.snapshot(response, of: RemoteTask(id: "gen-vid-1"), at: endpoint)
    }

    @Test("The URL of the polls comes from the submit, and another origin does not get the key")
    func pollingURL() throws {
        func task(_ url: String) throws -> RemoteTask {
            let body = #"{"id":"gen-vid-1","polling_url":"\#(url)","status":"pending"}"#
            let response = HTTPResponse(status: 202, body: Array(body.utf8))
            return try dialect.submitted(response, of: VideoRequest(prompt: "x"), at: endpoint).remote
        }
        let own = try dialect.statusRequest(for: try task("/api/v1/videos/gen-vid-1?v=2"), at: endpoint)
        #expect(own.url.string == "https://openrouter.ai/api/v1/videos/gen-vid-1?v=2")
        let other = try dialect.statusRequest(for: try task("https://other.example/videos/gen-vid-1"), at: endpoint)
        #expect(other.url.string == "https://openrouter.ai/api/v1/videos/gen-vid-1")
    }

    @Test("A signed link comes before the content route, and expires when OpenRouter says")
    func links() throws {
        let both = try poll(
            """
            {"id":"gen-vid-1","status":"completed","unsigned_urls":["https://openrouter.ai/api/v1/videos/gen-vid-1/content?index=0"],
             "urls":["https://store.example/a.mp4?sig=1"],"expires_at":1900000000}
            """
        )
        #expect(both.state == .succeeded && both.outputs.count == 1)
        #expect(both.outputs.first?.link?.string == "https://store.example/a.mp4?sig=1")
        #expect(both.outputs.first?.needsCredential == false)
        #expect(both.outputs.first?.expiresAt == Date(timeIntervalSince1970: 1_900_000_000))
        let content = try poll(
            """
            {"id":"gen-vid-1","status":"completed",
             "unsigned_urls":["https://openrouter.ai/api/v1/videos/gen-vid-1/content?index=0"]}
            """
        )
        #expect(content.outputs.first?.needsCredential == true)
        let neither = try poll(#"{"id":"gen-vid-1","status":"completed"}"#)
        #expect(
            neither.outputs.first?.link?.string == "https://openrouter.ai/api/v1/videos/gen-vid-1/content?index=0"
        )
    }

    @Test("The charge is the exact decimal that the response has")
    func charge() throws {
        func charge(_ usage: String) throws -> Charge? {
            try poll(#"{"id":"gen-vid-1","status":"completed","usage":\#(usage)}"#).charge
        }
        let exact = try #require(Decimal(string: "0.123456789012345678"))
        #expect(try charge(#"{"cost":0.123456789012345678,"is_byok":false}"#) == Charge(Money(exact)))
        #expect(try charge(#"{"cost":1e-3}"#)?.amount == Decimal(string: "0.001"))
        #expect(try charge(#"{"cost":null}"#) == nil)
        // The vendor bills the caller's own key, so this is not the whole amount.
        #expect(try charge(#"{"cost":0.01,"is_byok":true}"#) == nil)
    }

    @Test("A failed task has the reason, and its charge if there is one")
    func failures() throws {
        for failure in ConformanceScript.openRouter.failures {
            let response = failure.response.filled([.id: "gen-vid-1", .status: "failed", .reason: "too wet"])
            let snapshot = try dialect.snapshot(response, of: RemoteTask(id: "gen-vid-1"), at: endpoint)
            #expect(snapshot.state == .failed && snapshot.failure?.code == failure.code)
            #expect(snapshot.failure?.message.contains("too wet") == true)
        }
    }

    @Test("A running task is polled again after ten seconds, or later if the server says so")
    func pollDelay() throws {
        #expect(try poll(#"{"id":"gen-vid-1","status":"in_progress"}"#).pollAfter == .seconds(10))
        let response = HTTPResponse(
            status: 200,
            fields: ["Retry-After": "30"],
            body: Array(#"{"id":"gen-vid-1","status":"pending"}"#.utf8)
        )
        let snapshot = try dialect.snapshot(response, of: RemoteTask(id: "gen-vid-1"), at: endpoint)
        #expect(snapshot.pollAfter == .seconds(30))
    }
}
