import MiniMaxHailuo
import OpenAIVideos
import VideoGeneration

/// Every dialect of the package, by name.
let registry = ProviderRegistry(MiniMaxHailuo.plugins + OpenAIVideos.plugins)

let relayBase = "https://api.example.com/v1"

func dialect(_ name: String) throws -> any VideoDialect {
    let entry = ProviderConfiguration(id: "test", dialect: name, baseURL: relayBase)
    return try registry.plugin(for: name).makeDialect(entry)
}

func endpoint(for dialect: String) throws -> Endpoint {
    try Endpoint(dialect.hasPrefix("minimax") ? "https://api.example.com" : relayBase)
}

/// A provider that nobody answers: for what is decided before sending.
func provider(_ name: String, models: [ModelDescription] = []) throws -> DialectProvider {
    DialectProvider(
        id: name,
        dialect: try dialect(name),
        endpoint: try endpoint(for: name),
        key: nil,
        models: models
    )
}

/// A transport that proves that nothing was sent.
struct Nobody: HTTPTransport {
    func send(_ request: HTTPRequest, timeouts: HTTPTimeouts, to sink: some HTTPSink) async throws {
        throw HTTPTransportError(.connectionFailed, .notSent, "nobody is there")
    }
}
