import MiniMaxHailuo
import OpenAIVideos
import Testing
import VideoGeneration
import VideoGenerationTesting
import VideoSimulator

@Suite("dialect: auto, on real sockets", .timeLimit(.minutes(20)))
struct DetectionTests {
    /// A relay that serves some of the simulator's addresses; the others are a page.
    private struct Relay: HTTPTransport {
        let addresses: [String]

        func send(_ request: HTTPRequest, timeouts: HTTPTimeouts, to sink: some HTTPSink) async throws {
            guard addresses.contains(where: { request.url.path.hasPrefix($0) }) else {
                try await sink.receive(head: HTTPResponseHead(status: 404))
                return try await sink.receive(chunk: Array("<html>Not Found</html>".utf8))
            }
            try await SystemTransport.shared.send(request, timeouts: timeouts, to: sink)
        }
    }

    private static let relays: [(dialect: String, addresses: [String])] = [
        ("minimax-v1", ["/v1/video_generation", "/v1/query/", "/v1/files/"]),
        ("minimax-v2", ["/v2/"]),
        ("minimax-relay", ["/minimax/"]),
        ("openai-videos", ["/v1/videos"]),
        ("veo-unified", ["/v1/video/create", "/v1/video/query"]),
        ("newapi-task", ["/v1/video/generations"]),
    ]

    @Test("Each dialect is found without a purchase, and then buys a video", arguments: relays.indices)
    func found(_ index: Int) async throws {
        let (dialect, addresses) = Self.relays[index]
        let simulator = VideoSimulator(SimulatorOptions(generationTime: 0.2))
        let ports = try simulator.start()
        defer { simulator.stop() }
        let registry = ProviderRegistry(MiniMaxHailuo.plugins + OpenAIVideos.plugins)
        // The films come from another port; the API is reached through the relay alone.
        let relay = Relay(addresses: addresses + ["/media/", "/backup/"])
        let environment = ["TEST_KEY": "sk-invented-0123456789"]
        let found = try await registry.detectingDialect(
            of: ProviderConfiguration(
                id: "mine",
                dialect: "auto",
                baseURL: "http://127.0.0.1:\(ports.api)",
                keyEnv: "TEST_KEY"
            ),
            in: ExchangeContext(transport: relay, date: .now),
            environment: environment
        )
        #expect(found.dialect == dialect)
        #expect(simulator.ledger.submits == 0)
        let provider = try registry.provider(for: found, environment: environment)
        let folder = try TemporaryFolder()
        var settings = VideoClient.Settings()
        settings.polling.first = .milliseconds(100)
        let client = VideoClient(
            providers: [provider],
            journal: try FileJournal(folder: folder.path + "/state"),
            environment: EngineEnvironment(transport: relay),
            settings: settings
        )
        let path = folder.path + "/film.mp4"
        let task = try await client.generate(
            VideoRequest(prompt: "a boat", model: provider.dialect.defaultModel ?? "veo3-fast"),
            using: "mine",
            savingTo: path,
            wait: .seconds(30)
        )
        #expect(task.state == .stored && simulator.ledger.submits == 1)
    }
}
