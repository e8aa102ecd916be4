public import VideoGenerationCore

/// The dialects of this module, for a `ProviderRegistry`.
public let plugins: [ProviderPlugin] = [
    ProviderPlugin(
        dialect: "openrouter",
        summary: "OpenRouter's /videos, with the models of many vendors",
        presets: [.openRouter],
        samples: .openRouter,
        make: { _ in OpenRouterDialect() }
    )
]

extension ProviderConfiguration {
    static let openRouter = ProviderConfiguration(
        id: "openrouter",
        dialect: "openrouter",
        baseURL: "https://openrouter.ai/api/v1",
        keyEnv: "OPENROUTER_API_KEY"
    )
}
