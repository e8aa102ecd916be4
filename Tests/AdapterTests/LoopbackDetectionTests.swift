import DashScope
import Fal
import GeminiOmni
import Kling
import MiniMaxHailuo
import OpenAIVideos
import OpenRouter
import ProviderManifests
import Replicate
import Runway
import Seedance
import Testing
import Vertex
import VideoGeneration
import VideoGenerationTesting
import VideoSimulator
import XAI

@Suite("The dialect auto at providers on this machine", .timeLimit(.minutes(20)))
struct LoopbackDetectionTests {
    /// All dialects of the program, because each is a wrong guess for all others.
    private static let registry = ProviderRegistry(
        MiniMaxHailuo.plugins + OpenAIVideos.plugins + Seedance.plugins + OpenRouter.plugins + Fal.plugins
            + Kling.plugins + Runway.plugins + GeminiOmni.plugins + XAI.plugins + Replicate.plugins + DashScope.plugins
            + Vertex.plugins + ProviderManifests.plugins
    )
    private static let key = "kq7-Detect-9Zt2Lm8Rb6Ns4vXw"

    /// Detects the dialect of a provider that plays a dialect's samples.
    private func detect(_ name: String) async throws -> (Result<ProviderConfiguration, any Error>, LoopbackLedger) {
        let plugin = try #require(Self.registry.plugins.first { $0.dialect == name })
        let address = plugin.presets.first?.baseURL ?? ""
        let entry = ProviderConfiguration(id: "played", dialect: name, baseURL: address)
        let server = LoopbackProvider(
            dialect: try plugin.makeDialect(plugin.presets.first ?? entry),
            script: try #require(plugin.samples),
            options: LoopbackOptions(path: HTTPURL(address).map { $0.path == "/" ? "" : $0.path } ?? "", key: Self.key)
        )
        defer { server.stop() }
        let mine = ProviderConfiguration(
            id: "mine",
            dialect: "auto",
            baseURL: try server.start().baseURL.string,
            keyEnv: "TEST_KEY"
        )
        do {
            let found = try await Self.registry.detectingDialect(
                of: mine,
                in: ExchangeContext(transport: SystemTransport.shared, date: .now),
                environment: ["TEST_KEY": Self.key]
            )
            return (.success(found), server.ledger)
        } catch { return (.failure(error), server.ledger) }
    }

    @Test(
        "A dialect with a free request of its own is found, and nothing is bought",
        arguments: [
            "xai", "replicate", "dashscope",
        ]
    )
    func found(_ name: String) async throws {
        let (result, ledger) = try await detect(name)
        #expect(try result.get().dialect == name)
        #expect(ledger.submits == 0 && ledger.requests.allSatisfy { $0.method == "GET" }, "\(ledger.requests)")
    }

    @Test(
        "A dialect without one is taken for no other, and the error says what to do",
        arguments: ["vertex", "luma-agents", "siliconflow", "seedance", "kling", "runway", "gemini-omni"]
    )
    func notFound(_ name: String) async throws {
        let (result, ledger) = try await detect(name)
        let error = #expect(throws: VideoError.self) { try result.get() }
        #expect(error?.code == .configurationInvalid, "\(result)")
        #expect(error?.advice?.contains("Name the dialect") == true)
        #expect(ledger.submits == 0 && ledger.requests.allSatisfy { $0.method == "GET" }, "\(ledger.requests)")
    }

    @Test(
        "A provider that wants the key in another form refuses it, and nothing is bought",
        arguments: ["vidu", "fal"]
    )
    func otherKey(_ name: String) async throws {
        let (result, ledger) = try await detect(name)
        let error = #expect(throws: VideoError.self) { try result.get() }
        #expect(error?.code == .authenticationFailed, "\(result)")
        #expect(ledger.submits == 0 && ledger.requests.allSatisfy { $0.method == "GET" }, "\(ledger.requests)")
    }

    @Test("OpenRouter's list has the form of the OpenAI style, as its page says")
    func openRouter() async throws {
        let (result, ledger) = try await detect("openrouter")
        #expect(try result.get().dialect == "openai-videos" && ledger.submits == 0)
    }
}
