import Foundation
import OpenRouter
import Testing
import VideoGeneration
import VideoGenerationTesting

@Suite("OpenRouter's list of models", .timeLimit(.minutes(20)))
struct OpenRouterModelsTests {
    /// Three models with every field of `VideoModel`, and one that enlarges a video.
    static let list = """
        {"data": [
         {"id": "acme/video-1", "canonical_slug": "acme/video-1", "name": "Video 1", "created": 1790000000,
          "allowed_passthrough_parameters": ["pan"], "creativity": null, "generate_audio": true, "seed": null,
          "supported_aspect_ratios": ["16:9", "9:16"], "supported_durations": [8, 4, 6],
          "supported_frame_images": ["first_frame", "last_frame"], "supported_resolutions": ["720p", "1080p", "4K"],
          "supported_sizes": ["1280x720", "720x1280"], "upscale_factor": null,
          "pricing_skus": {"duration_seconds_with_audio_720p": "0.20", "duration_seconds_without_audio_720p": "0.10",
           "duration_seconds_with_audio": "0.40", "duration_seconds_4k": "0.605"}},
         {"id": "acme/video-2", "supported_aspect_ratios": null, "supported_durations": [5],
          "supported_frame_images": ["first_frame"], "supported_resolutions": null, "supported_sizes": ["640x640"],
          "upscale_factor": null, "pricing_skus": {"cents_per_second_output": "12.5"}},
         {"id": "acme/video-3", "supported_aspect_ratios": [], "supported_durations": null,
          "supported_frame_images": null, "supported_resolutions": ["720p"], "supported_sizes": null,
          "pricing_skus": {"duration_seconds": "0.1", "video_tokens": "0.000007"}},
         {"id": "acme/larger-1", "upscale_factor": {"min": 1, "max": 4}},
         {"name": "without an ID"}
        ]}
        """

    private func models(_ text: String = list) throws -> [ModelDescription] {
        let endpoint = try Endpoint("https://openrouter.ai/api/v1")
        return try OpenRouterDialect().models(HTTPResponse(status: 200, body: Array(text.utf8)), at: endpoint)
    }

    @Test("Lengths, resolutions, ratios and frames are those of the list")
    func capabilities() throws {
        let models = try models()
        #expect(models.map(\.name) == ["acme/video-1", "acme/video-2", "acme/video-3"])
        let first = try #require(models.first)
        #expect(first.modes.map(\.mode) == [.text, .firstFrame, .lastFrame, .references])
        let text = try #require(first.mode(.text))
        #expect(text.formats == ["720p", "1080p", "4K"].map { VideoFormat($0, seconds: [4, 6, 8]) })
        #expect(text.aspectRatios == ["16:9", "9:16"])
        #expect(first.mode(.lastFrame)?.pictures == PictureLimits(minimum: 1, maximum: 2))
        #expect(models[1].mode(.text)?.formats == [VideoFormat(size: VideoSize("640x640"), seconds: [5])])
        #expect(models[1].mode(.text)?.aspectRatios == nil && models[1].mode(.lastFrame) == nil)
        // Nothing is known about the lengths, so nothing is refused.
        #expect(models[2].mode(.text)?.formats == nil && models[2].mode(.text)?.aspectRatios == [])
        #expect(models[2].mode(.firstFrame) != nil)
    }

    @Test("A price is kept only if the meaning of every key is known")
    func prices() throws {
        let models = try models()
        func price(_ cents: String, _ resolution: String?) throws -> Price {
            Price(Money(try #require(Decimal(string: cents))), per: .second, resolution: resolution, readOn: "")
        }
        let (exact, large, any) = (try price("0.20", "720p"), try price("0.605", "4K"), try price("0.40", nil))
        #expect(models[0].prices == [exact, large, any])
        let cents = try price("0.125", nil)
        #expect(models[1].prices == [cents])
        #expect(models[2].prices.isEmpty)
        for skus in [
            #"{"duration_seconds_without_audio": "0.1"}"#, #"{"duration_seconds": "-1"}"#,
            #"{"duration_seconds": "1e9"}"#,
            #"{"duration_seconds_": "1"}"#, #"{"duration_seconds_p": "1"}"#,
            #"{"duration_seconds_with_audio_fast": "1"}"#,
            #"{"duration_seconds": null}"#, "null", "[]",
        ] {
            let model = try self.models(#"{"data":[{"id":"a","pricing_skus":\#(skus)}]}"#)
            #expect(model.first?.prices == [], "\(skus)")
        }
    }

    @Test("The provider fetches the list with one GET with the key, and adds the day")
    func liveModels() async throws {
        let transport = ScriptedModels(status: 200, body: Self.list)
        let provider = try DialectProvider.openRouter(key: Secret("or-7-Invented-Key-4Qx"))
        let context = ExchangeContext(transport: transport, date: Date(timeIntervalSince1970: 1_795_000_000))
        let models = try #require(try await provider.liveModels(in: context))
        #expect(models.count == 3 && models.allSatisfy { $0.readOn == "2026-11-18" })
        #expect(models[0].prices.allSatisfy { $0.readOn == "2026-11-18" })
        let request = try #require(transport.requests.first)
        #expect(request.url.string == "https://openrouter.ai/api/v1/videos/models" && request.method == .get)
        #expect(request.fields["Authorization"] == "Bearer or-7-Invented-Key-4Qx" && transport.requests.count == 1)
    }

    @Test("A list of several megabytes is read, and an error, a page and a response without a list are VideoErrors")
    func limits() async throws {
        let element = #"{"id":"acme/video-1","description":"\#(String(repeating: "x", count: 1_000))"}"#
        let large = #"{"data":["# + Array(repeating: element, count: 4_000).joined(separator: ",") + "]}"
        let provider = try DialectProvider.openRouter(key: Secret("or-7-Invented-Key-4Qx"))
        func models(_ status: Int, _ body: String) async throws -> [ModelDescription]? {
            let context = ExchangeContext(
                transport: ScriptedModels(status: status, body: body),
                date: Date(timeIntervalSince1970: 1_795_000_000)
            )
            return try await provider.liveModels(in: context)
        }
        #expect(try await models(200, large)?.count == 4_000)
        for (status, body, code) in [
            (401, #"{"error":{"code":401,"message":"no"}}"#, VideoError.Code.authenticationFailed),
            (404, #"{"error":{"code":404,"message":"no"}}"#, .unsupported),
            (200, "<html></html>", .malformedResponse), (200, #"{"data":{}}"#, .malformedResponse),
            (200, String(repeating: " ", count: 9 << 20), .sizeLimitExceeded),
        ] {
            let error = await #expect(throws: VideoError.self) { try await models(status, body) }
            #expect(error?.code == code, "\(status) \(body.prefix(40))")
        }
    }

    @Test("A dialect without a list of models sends nothing")
    func withoutList() async throws {
        let transport = ScriptedModels(status: 200, body: "{}")
        let provider = DialectProvider(
            id: "plain",
            dialect: PlainDialect(),
            endpoint: try Endpoint("https://api.example/v1"),
            key: nil
        )
        let context = ExchangeContext(transport: transport, date: Date(timeIntervalSince1970: 1_795_000_000))
        #expect(try await provider.liveModels(in: context) == nil && transport.requests.isEmpty)
    }

    private struct PlainDialect: VideoDialect {
        var name: String { "plain" }
        var models: [ModelDescription] { [] }
        var reader: ResponseReader { ResponseReader(statuses: .relays) }
        func submitRequest(_ request: VideoRequest, at endpoint: Endpoint) throws -> HTTPRequest {
            .posting([:], to: try endpoint.url("videos"))
        }
        func statusRequest(for task: RemoteTask, at endpoint: Endpoint) throws -> HTTPRequest {
            .reading(try endpoint.url("videos", task.id))
        }
    }
}
