import Testing

@testable import VideoGenerationCore

@Suite("A provider is made from an entry of the configuration", .timeLimit(.minutes(20)))
struct ProviderRegistryTests {
    private struct Dialect: VideoDialect {
        let name: String
        let models: [ModelDescription] = []
        let reader = ResponseReader(statuses: .relays)
        func submitRequest(_ request: VideoRequest, at endpoint: Endpoint) throws -> HTTPRequest {
            HTTPRequest(.post, try endpoint.url("videos"))
        }
        func statusRequest(for task: RemoteTask, at endpoint: Endpoint) throws -> HTTPRequest {
            HTTPRequest(.get, try endpoint.url("videos", task.id))
        }
    }

    private func plugin(_ dialect: String, _ summary: String = "") -> ProviderPlugin {
        ProviderPlugin(dialect: dialect, summary: summary) { _ in Dialect(name: dialect) }
    }

    private func entry(_ dialect: String = "a", keyEnv: String? = nil) -> ProviderConfiguration {
        ProviderConfiguration(id: "mine", dialect: dialect, baseURL: "https://api.example.com/v1", keyEnv: keyEnv)
    }

    @Test("A later plugin of the same dialect replaces the earlier one, and the order stays that of registration")
    func replacing() throws {
        var registry = ProviderRegistry([plugin("a", "first"), plugin("b")])
        registry.register(plugin("a", "second"))
        #expect(registry.plugins.map(\.dialect) == ["b", "a"])
        #expect(try registry.plugin(for: "a").summary == "second")
    }

    @Test("An unknown dialect is an error that names the known ones, and its name is harmless in the message")
    func unknown() throws {
        let registry = ProviderRegistry([plugin("a"), plugin("b")])
        let error = #expect(throws: VideoError.self) { try registry.plugin(for: "c\u{1B}[2J") }
        #expect(error?.code == .configurationInvalid && error?.description.contains("a, b") == true)
        #expect(error?.description.contains("\u{1B}") == false)
    }

    @Test("A key comes from the entry's variable alone; without a value nothing is sent")
    func key() throws {
        let registry = ProviderRegistry([plugin("a")])
        let provider = try registry.provider(
            for: entry(keyEnv: "KEY"),
            environment: ["KEY": "secret-1234", "OTHER": "x"]
        )
        #expect(provider.credential != nil && provider.info.id == "mine" && provider.info.dialect == "a")
        #expect(try registry.provider(for: entry(), environment: ["KEY": "secret-1234"]).credential == nil)
        for environment in [[:], ["KEY": ""], ["key": "secret-1234"]] {
            let error = #expect(throws: VideoError.self) {
                try registry.provider(for: entry(keyEnv: "KEY"), environment: environment)
            }
            #expect(error?.code == .authenticationFailed && error?.description.contains("KEY") == true)
            #expect(error?.provider == "mine" && error?.purchase == VideoError.Purchase.none)
        }
    }

    @Test("A base URL that would send a key in plain text to another machine is refused")
    func plainHTTP() {
        var entry = entry()
        entry.baseURL = "http://api.example.com/v1"
        #expect(throws: VideoError.self) { try ProviderRegistry([plugin("a")]).provider(for: entry, environment: [:]) }
    }

    @Test("An entry that names its dialect is not asked about")
    func named() async throws {
        struct Silent: HTTPTransport {
            func send(_ request: HTTPRequest, timeouts: HTTPTimeouts, to sink: some HTTPSink) async throws {
                throw HTTPTransportError(.connectionFailed, .notSent, "nothing may be sent")
            }
        }
        let registry = ProviderRegistry([plugin("a")])
        #expect(
            try await registry.detectingDialect(
                of: entry(),
                in: ExchangeContext(transport: Silent(), date: .now),
                environment: [:]
            ) == entry()
        )
    }
}
