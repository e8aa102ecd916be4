public import VideoGenerationCore

/// The dialect of this module, for a `ProviderRegistry`.
public let plugins: [ProviderPlugin] = [
    ProviderPlugin(
        dialect: "kling",
        summary: "Kling's own API",
        presets: KlingRegion.allCases.map(\.preset),
        samples: .kling,
        make: { _ in KlingDialect() }
    )
]
