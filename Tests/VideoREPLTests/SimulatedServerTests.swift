import Foundation
import Testing
import VideoGeneration
import VideoGenerationTesting

@testable import VideoREPL

@Suite("serve plays the provider of a dialect", .timeLimit(.minutes(20)))
struct SimulatedServerTests {
    private static let samples = ConformanceScript(
        accepted: #"{"id": "<id>", "status": "<status>"}"#,
        refusals: [],
        words: ["queued": .queued, "running": .running, "completed": .succeeded, "failed": .failed],
        running: #"{"id": "<id>", "status": "<status>"}"#,
        succeeded: #"{"id": "<id>", "status": "<status>", "video_url": "<link>"}"#,
        failed: #"{"id": "<id>", "status": "<status>", "error": "<reason>"}"#
    )

    private static func server(_ plugin: ProviderPlugin?, faults: FaultScript = FaultScript()) -> SimulatedServer {
        SimulatedServer(plugin, port: 0, time: .zero, faults: faults, allowedOrigin: nil)
    }

    private static func plugin(_ dialect: String, samples: ConformanceScript? = nil) -> ProviderPlugin {
        ProviderPlugin(
            dialect: dialect,
            summary: "for tests",
            presets: [ProviderConfiguration(id: "preset", dialect: dialect, baseURL: "https://api.example.com/api/v1")],
            samples: samples,
            make: { _ in TestDialect() }
        )
    }

    @Test("It prints the base URL with the provider's path and a command, and responds with the samples")
    func samples() async throws {
        let faults = FaultScript(rules: [FaultRule(on: .status, times: 1, .status(code: 503))])
        let server = Self.server(Self.plugin("test", samples: Self.samples), faults: faults)
        let report = try server.start()
        defer { server.stop() }
        let base = try #require(report.json["baseURL"]?.text)
        #expect(base.hasPrefix("http://127.0.0.1:") && base.hasSuffix("/api/v1"))
        #expect(report.json["dialect"] == "test")
        #expect(report.lines.first == "test  \(base)")
        #expect(report.command == "generate \"a paper boat in the rain\" --dialect test --base-url \(base)")

        let provider = DialectProvider(id: "p", dialect: TestDialect(), endpoint: try Endpoint(base), key: nil)
        let context = ExchangeContext(transport: EngineEnvironment().transport, date: Date())
        let task = try await provider.submit(VideoRequest(prompt: "a boat"), in: context).remote
        await #expect(throws: VideoError.self) { try await provider.status(of: task, in: context) }
        let done = try await provider.status(of: task, in: context)
        #expect(done.state == .succeeded && done.outputs.count == 1)
    }

    @Test("A dialect of the simulator is played by the simulator, and needs no samples")
    func simulator() throws {
        let server = Self.server(Self.plugin("openai-videos"))
        let report = try server.start()
        defer { server.stop() }
        #expect(report.json["baseURL"]?.text?.hasSuffix("/v1") == true)
    }

    @Test("An adapter without samples cannot be played, and the error says what is missing")
    func missing() {
        let error = #expect(throws: VideoError.self) { try Self.server(Self.plugin("test")).start() }
        #expect(error?.code == .unsupported)
        #expect(error?.advice?.contains("samples") == true)
    }
}
