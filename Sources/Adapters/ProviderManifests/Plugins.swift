public import VideoGenerationCore

/// The dialects that this module ships as manifests, for a `ProviderRegistry`.
public let plugins: [ProviderPlugin] = ShippedManifest.all.compactMap { $0.manifest?.plugin }
