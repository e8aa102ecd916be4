import Foundation
import MiniMaxHailuo
import OpenAIVideos
import Synchronization
import Testing
import VideoGeneration

/// An API that has some addresses and answers the rest as its kind does.
final class Relay: HTTPTransport {
    typealias Reply = (status: Int, body: String)
    let routes: [(String, Reply)]
    let otherwise: Reply
    let fields: HTTPFields
    private let asked = Mutex<[HTTPRequest]>([])
    var sent: [HTTPRequest] { asked.withLock { $0 } }

    init(
        _ routes: [(String, Reply)],
        otherwise: Reply = (404, #"{"error":{"message":"Invalid URL (GET /x)"}}"#),
        fields: HTTPFields = [:]
    ) {
        self.routes = routes
        self.otherwise = otherwise
        self.fields = fields
    }

    func send(_ request: HTTPRequest, timeouts: HTTPTimeouts, to sink: some HTTPSink) async throws {
        asked.withLock { $0.append(request) }
        let reply = routes.first { request.url.target.hasPrefix($0.0) }?.1 ?? otherwise
        try await sink.receive(head: HTTPResponseHead(status: reply.status, fields: fields))
        try await sink.receive(chunk: Array(reply.body.utf8))
    }
}

@Suite("dialect: auto", .timeLimit(.minutes(20)))
struct DetectionTests {
    static let unknown = Relay.Reply(400, #"{"code":"task_not_exist","message":"task_not_exist","data":null}"#)
    static let base = Relay.Reply(
        200,
        #"{"task_id":"","status":"","base_resp":{"status_code":2013,"status_msg":"invalid params"}}"#
    )

    static let relays: [(String, String, [(String, Relay.Reply)], String, String)] = [
        (
            "new-api", "https://r.example/v1", [("/v1/videos/", unknown), ("/v1/video/", unknown)], "openai-videos",
            "https://r.example/v1"
        ),
        (
            "new-api by its bare host", "https://r.example", [("/v1/videos/", unknown)], "openai-videos",
            "https://r.example/v1"
        ),
        (
            "task routes alone", "https://r.example/v1", [("/v1/video/generations/", unknown)], "newapi-task",
            "https://r.example/v1"
        ),
        (
            "veo alone", "https://r.example/v1", [("/v1/video/query", (404, #"{"error":"task not found"}"#))],
            "veo-unified", "https://r.example/v1"
        ),
        (
            "MiniMax itself", "https://r.example", [("/v1/query/video_generation", base)], "minimax-v1",
            "https://r.example"
        ),
        (
            "MiniMax, the second", "https://r.example",
            [
                (
                    "/v2/query/video_generation",
                    (
                        500,
                        #"{"type":"error","error":{"type":"server_error","message":"record not found","http_code":"500"}}"#
                    )
                )
            ], "minimax-v2", "https://r.example"
        ),
        (
            "MiniMax behind a relay", "https://r.example", [("/minimax/v1/query/video_generation", unknown)],
            "minimax-relay", "https://r.example"
        ),
        (
            "sglang", "https://r.example/v1", [("/v1/videos/", (404, #"{"detail":"Video not found"}"#))],
            "openai-videos", "https://r.example/v1"
        ),
        (
            "a list alone", "https://r.example/v1", [("/v1/videos?", (200, #"{"object":"list","data":[]}"#))],
            "openai-videos", "https://r.example/v1"
        ),
    ]

    private func entry(_ baseURL: String, model: String? = nil) -> ProviderConfiguration {
        ProviderConfiguration(id: "mine", dialect: "auto", baseURL: baseURL, keyEnv: "KEY", model: model)
    }

    @Test("No variable holds the key of two regions: doctor would show one region's key to the other")
    func keysPerRegion() {
        let entries = (MiniMaxHailuo.plugins + OpenAIVideos.plugins).flatMap(\.presets)
        let byVariable = Dictionary(grouping: entries) { $0.keyEnv ?? "" }.mapValues { Set($0.map(\.baseURL)) }
        #expect(byVariable["MINIMAX_API_KEY"] == ["https://api.minimax.io"])
        #expect(byVariable["MINIMAX_CN_API_KEY"] == ["https://api.minimaxi.com"])
        #expect(byVariable.values.allSatisfy { $0.count == 1 })
    }

    @Test("an exchange that costs nothing tells the dialect", arguments: relays.indices)
    func found(_ index: Int) async throws {
        let (name, baseURL, routes, dialect, address) = Self.relays[index]
        let relay = Relay(routes)
        let found = try await registry.detectingDialect(
            of: entry(baseURL),
            in: ExchangeContext(transport: relay, date: .now),
            environment: ["KEY": "k"]
        )
        #expect(found.dialect == dialect, "\(name)")
        #expect(found.baseURL == address, "\(name)")
        #expect(relay.sent.allSatisfy { $0.method == .get }, "nothing that could buy")
        _ = try registry.provider(for: found, environment: ["KEY": "k"])
    }

    @Test("a relay that sells both is asked first in the dialect that knows the model")
    func byModel() async throws {
        let relay = Relay([("/v1/videos/", Self.unknown), ("/minimax/v1/query", Self.unknown)])
        let found = try await registry.detectingDialect(
            of: entry("https://r.example", model: "veo3-fast"),
            in: ExchangeContext(transport: relay, date: .now),
            environment: ["KEY": "k"]
        )
        #expect(found.dialect == "openai-videos")
    }

    @Test("where nothing answers, the message says what was tried")
    func nothing() async throws {
        let relay = Relay([], otherwise: (200, "<html>welcome</html>"))
        let error = await #expect(throws: VideoError.self) {
            try await registry.detectingDialect(
                of: entry("https://r.example"),
                in: ExchangeContext(transport: relay, date: .now),
                environment: ["KEY": "k"]
            )
        }
        #expect(error?.code == .configurationInvalid)
        #expect(error?.description.contains("openai-videos at /v1/videos") == true)
        #expect(error?.description.contains("minimax-relay") == true)
    }

    @Test("a key that is refused everywhere is said, not guessed around")
    func refused() async throws {
        let relay = Relay([], otherwise: (401, #"{"error":{"message":"invalid token","code":"invalid_token"}}"#))
        let error = await #expect(throws: VideoError.self) {
            try await registry.detectingDialect(
                of: entry("https://r.example"),
                in: ExchangeContext(transport: relay, date: .now),
                environment: ["KEY": "k"]
            )
        }
        #expect(error?.code == .authenticationFailed)
    }

    @Test("an entry that names its dialect costs no question")
    func named() async throws {
        let relay = Relay([])
        var entry = entry("https://r.example/v1")
        entry.dialect = "openai-videos"
        #expect(
            try await registry.detectingDialect(
                of: entry,
                in: ExchangeContext(transport: relay, date: .now),
                environment: [:]
            ) == entry
        )
        #expect(relay.sent.isEmpty)
    }

    @Test("LiteLLM is known by its headers, whatever it says", arguments: ["x-litellm-version", "X-LiteLLM-Call-Id"])
    func liteLLM(_ header: String) async throws {
        var fields = HTTPFields()
        fields[header] = "1.80.5"
        let error = #"{"error":{"message":"litellm.APIError: nothing here","type":null,"param":null,"code":"500"}}"#
        let proxy = Relay([("/v1/videos/", (500, error))], fields: fields)
        let found = try await registry.detectingDialect(
            of: entry("https://r.example"),
            in: ExchangeContext(transport: proxy, date: .now),
            environment: ["KEY": "k"]
        )
        #expect(found.dialect == "openai-videos")
        let locked = Relay([], otherwise: (401, #"{"error":{"message":"no","code":"401"}}"#), fields: fields)
        let refusal = await #expect(throws: VideoError.self) {
            try await registry.detectingDialect(
                of: entry("https://r.example"),
                in: ExchangeContext(transport: locked, date: .now),
                environment: ["KEY": "k"]
            )
        }
        #expect(refusal?.code == .authenticationFailed)
    }

    static let owners: [(String, [String: JSONValue]?)] = [
        (#"{"data":[{"id":"wan","owned_by":"vllm-omni"}]}"#, ["create": "multipart", "picture": "image_reference"]),
        (#"{"data":[{"id":"wan","owned_by":"sglang"}]}"#, ["picture": "reference_url"]),
        (#"{"data":[{"id":"x","owned_by":"openai"}]}"#, nil),
        ("<html>", nil),
    ]

    @Test("a self-hosted server's list of models says how it wants to be spoken to", arguments: owners.indices)
    func options(_ index: Int) async throws {
        let (models, options) = Self.owners[index]
        let server = Relay([("/v1/videos/", (404, #"{"detail":"Video not found"}"#)), ("/v1/models", (200, models))])
        var entry = entry("https://r.example/v1")
        let found = try await registry.detectingDialect(
            of: entry,
            in: ExchangeContext(transport: server, date: .now),
            environment: ["KEY": "k"]
        )
        #expect(found.options == options)
        _ = try registry.provider(for: found, environment: ["KEY": "k"])
        entry.options = ["create": "json"]
        let kept = try await registry.detectingDialect(
            of: entry,
            in: ExchangeContext(transport: server, date: .now),
            environment: ["KEY": "k"]
        )
        #expect(kept.options?["create"] == "json", "what the user wrote stays")
    }
}
