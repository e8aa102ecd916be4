public import VideoGenerationCore

/// The dialects of this module, for a `ProviderRegistry`.
public let plugins: [ProviderPlugin] = [
    ProviderPlugin(
        dialect: "replicate",
        summary: "Replicate: any of its models by owner and name",
        presets: [.replicate],
        probes: [DialectProbe({ .reading(try $0.url("predictions")) }, recognizes: \.listsPredictions)],
        samples: .replicate,
        make: { _ in ReplicateDialect() }
    )
]

extension ProviderConfiguration {
    static let replicate = ProviderConfiguration(
        id: "replicate",
        dialect: "replicate",
        baseURL: "https://api.replicate.com/v1",
        keyEnv: "REPLICATE_API_TOKEN"
    )
}

extension ResponseDocument {
    /// Whether the response is a page of predictions, which can be empty.
    var listsPredictions: Bool {
        guard head.isSuccess, let page = json?.object, page["next"] != nil, page["previous"] != nil,
            let results = page["results"]?.array
        else { return false }
        return results.allSatisfy { $0["id"]?.text != nil && $0["status"]?.text != nil }
    }
}
