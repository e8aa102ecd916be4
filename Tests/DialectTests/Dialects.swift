import MiniMaxHailuo
import OpenAIVideos
import VideoGeneration

/// Every dialect of the package, by name.
let registry = ProviderRegistry(MiniMaxHailuo.plugins + OpenAIVideos.plugins)

func dialect(_ name: String) throws -> any VideoDialect {
    let entry = ProviderConfiguration(id: "test", dialect: name, baseURL: "https://api.example.com")
    return try registry.plugin(for: name).makeDialect(entry)
}

let openAI = "https://api.example.com/v1"
let miniMax = "https://api.example.com"

func endpoint(for dialect: String) throws -> Endpoint {
    try Endpoint(dialect.hasPrefix("minimax") ? miniMax : openAI)
}
