import Fal
import Foundation
import Kling
import MiniMaxHailuo
import OpenAIVideos
import Replicate
import Synchronization
import Testing
import VideoGeneration
import VideoGenerationTesting
import XAI

@Suite("The dialect auto detects vendors by free requests", .timeLimit(.minutes(20)))
struct DetectionTests {
    /// The presets of other vendors must not prevent a detection.
    private static let registry = ProviderRegistry(
        MiniMaxHailuo.plugins + OpenAIVideos.plugins + Fal.plugins + Kling.plugins + XAI.plugins + Replicate.plugins
    )

    /// A server that responds to some paths, and to all others in one way.
    private final class Server: Sendable {
        let routes: [String: (status: Int, body: String)]
        let otherwise: (status: Int, body: String)
        let log = Mutex<[HTTPRequest]>([])

        init(_ routes: [String: (status: Int, body: String)], otherwise: (status: Int, body: String)) {
            self.routes = routes
            self.otherwise = otherwise
        }

        func detect(_ baseURL: String, model: String? = nil) async throws -> ProviderConfiguration {
            try await DetectionTests.registry.detectingDialect(
                of: ProviderConfiguration(
                    id: "mine",
                    dialect: "auto",
                    baseURL: baseURL,
                    keyEnv: "TEST_KEY",
                    model: model
                ),
                in: ExchangeContext(
                    transport: ScriptedTransport { request in
                        self.log.withLock { $0.append(request) }
                        let path = request.url.string.replacing(/^https:\/\/[^\/]*/, with: "")
                        let (status, body) = self.routes.first { path.hasPrefix($0.key) }?.value ?? self.otherwise
                        return HTTPResponse(status: status, body: Array(body.utf8))
                    },
                    date: Date(timeIntervalSince1970: 1_790_000_000)
                ),
                environment: ["TEST_KEY": "test-key-0123456789"]
            )
        }

        /// The requests that were sent, without their host.
        var sent: [String] { log.withLock { $0.map { "\($0.method.rawValue) \($0.url.string)" } } }
    }

    private static let notFound = (404, #"{"error": {"message": "Invalid URL (GET /x)"}}"#)
    private static let page = #"{"next": null, "previous": null, "results": []}"#

    static let xaiErrors = [
        #"{"code": "Client specified an invalid argument", "error": "Incorrect API key provided: xa***ey."}"#,
        #"{"code": "Some requested entity was not found", "error": "The video task was not found."}"#,
        #"{"code": "not-found", "error": "Video not found."}"#,
    ]

    @Test(
        "xAI is detected by the form of its errors, although openai-videos has the same address",
        arguments: xaiErrors
    )
    func xai(_ error: String) async throws {
        for base in ["https://api.x.ai/v1", "https://api.x.ai", "https://proxy.example/v1"] {
            let server = Server(["/v1/videos/": (404, error)], otherwise: Self.notFound)
            let found = try await server.detect(base)
            #expect(found.dialect == "xai" && found.baseURL.hasSuffix("/v1"), "\(base)")
            #expect(server.sent.allSatisfy { $0.hasPrefix("GET ") }, "\(server.sent)")
            #expect(Set(server.sent).count == server.sent.count, "The same request was sent twice: \(server.sent)")
        }
    }

    @Test("xAI is detected by a list of models that are all its own, and a relay's list is not xAI's")
    func xaiModels() async throws {
        func models(_ owners: String...) -> String {
            let list = owners.map { #"{"id": "m", "owned_by": "\#($0)"}"# }.joined(separator: ",")
            return #"{"object": "list", "data": [\#(list)]}"#
        }
        let server = Server(["/v1/models": (200, models("xai", "xai"))], otherwise: Self.notFound)
        #expect(try await server.detect("https://proxy.example/v1").dialect == "xai")
        for list in [models("xai", "openai"), models(), models("openai")] {
            let relay = Server(["/v1/models": (200, list)], otherwise: Self.notFound)
            let error = await #expect(throws: VideoError.self) { try await relay.detect("https://proxy.example/v1") }
            #expect(error?.code == .configurationInvalid)
        }
    }

    @Test("A relay that sells Grok through its own format is not taken for xAI")
    func relay() async throws {
        let models = #"{"object": "list", "data": [{"id": "grok-imagine-video", "owned_by": "xai"}]}"#
        let unknown = (400, #"{"code": "task_not_exist", "message": "task_not_exist", "data": null}"#)
        let relay = Server(["/v1/videos/": unknown, "/v1/models": (200, models)], otherwise: Self.notFound)
        #expect(try await relay.detect("https://relay.example/v1").dialect == "openai-videos")
    }

    @Test("Replicate is detected by its list of predictions")
    func replicate() async throws {
        let full = #"""
            {"next": "https://a.example/?cursor=x", "previous": null, "results": [{"id": "p", "status": "succeeded"}]}
            """#
        for body in [Self.page, full] {
            for base in ["https://api.replicate.com/v1", "https://api.replicate.com", "https://proxy.example/v1/"] {
                let server = Server(["/v1/predictions": (200, body)], otherwise: Self.notFound)
                let found = try await server.detect(base)
                #expect(found.dialect == "replicate" && found.baseURL.hasSuffix("/v1"), "\(base)")
                #expect(server.sent.allSatisfy { $0.hasPrefix("GET ") }, "\(server.sent)")
            }
        }
        for body in [#"{"results": []}"#, #"{"next": null, "previous": null, "results": [{"id": 7}]}"#, "[]", ""] {
            let other = Server(["/v1/predictions": (200, body)], otherwise: Self.notFound)
            let error = await #expect(throws: VideoError.self) { try await other.detect("https://proxy.example/v1") }
            #expect(error?.code == .configurationInvalid, "\(body)")
        }
    }

    @Test("At the host of a preset, its dialect is tried first")
    func host() async throws {
        let server = Server(["/v1/predictions": (200, Self.page)], otherwise: Self.notFound)
        #expect(
            try await server.detect("https://api.replicate.com/v1", model: "grok-imagine-video").dialect == "replicate"
        )
        #expect(server.sent == ["GET https://api.replicate.com/v1/predictions"])
    }

    @Test("A key that Replicate refuses is reported as such")
    func key() async throws {
        let body =
            #"{"title": "Unauthenticated", "detail": "You did not pass a valid authentication token", "status": 401}"#
        let server = Server([:], otherwise: (401, body))
        let error = await #expect(throws: VideoError.self) { try await server.detect("https://api.replicate.com/v1") }
        #expect(error?.code == .authenticationFailed)
    }
}
