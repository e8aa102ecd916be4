public import VideoGenerationCore

/// The dialects of this module, for a `ProviderRegistry`.
public let plugins: [ProviderPlugin] = [
    ProviderPlugin(
        dialect: "runway",
        summary: "Runway's API, with its own models and those of other vendors",
        presets: [.runway],
        samples: .runway,
        make: { _ in RunwayDialect() }
    )
]

extension ProviderConfiguration {
    static let runway = ProviderConfiguration(
        id: "runway",
        dialect: "runway",
        baseURL: "https://api.dev.runwayml.com",
        keyEnv: "RUNWAYML_API_SECRET"
    )
}
