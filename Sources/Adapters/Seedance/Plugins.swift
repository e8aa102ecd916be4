public import VideoGenerationCore

/// The dialect of this module, for a `ProviderRegistry`.
public let plugins: [ProviderPlugin] = [
    ProviderPlugin(
        dialect: "seedance",
        summary: "ByteDance's own API for the Seedance models, at BytePlus and Volcengine",
        presets: SeedanceRegion.allCases.map(\.preset),
        samples: .seedance,
        make: { SeedanceDialect(SeedanceRegion(baseURL: $0.baseURL)) }
    )
]
