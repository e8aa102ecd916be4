public import VideoGenerationCore

/// The dialects of this module, for a `ProviderRegistry`.
public let plugins: [ProviderPlugin] = [
    ProviderPlugin(
        dialect: "fal",
        summary: "fal's queue: hundreds of models behind one key",
        presets: [.fal],
        samples: .fal,
        make: { _ in FalDialect() }
    )
]

extension ProviderConfiguration {
    static let fal = ProviderConfiguration(
        id: "fal",
        dialect: "fal",
        baseURL: "https://queue.fal.run",
        keyEnv: "FAL_KEY"
    )
}
