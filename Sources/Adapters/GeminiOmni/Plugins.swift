public import VideoGenerationCore

/// The dialects of this module, for a `ProviderRegistry`.
public let plugins: [ProviderPlugin] = [
    ProviderPlugin(
        dialect: "gemini-omni",
        summary: "The Gemini API with the Omni models",
        presets: [.geminiOmni],
        samples: .geminiOmni,
        make: { _ in GeminiOmniDialect() }
    )
]

extension ProviderConfiguration {
    static let geminiOmni = ProviderConfiguration(
        id: "gemini-omni",
        dialect: "gemini-omni",
        baseURL: "https://generativelanguage.googleapis.com",
        keyEnv: "GEMINI_API_KEY"
    )
}
