public import VideoGenerationCore

/// The dialects of this module, for a `ProviderRegistry`.
public let plugins: [ProviderPlugin] = [
    ProviderPlugin(
        dialect: "xai",
        summary: "xAI's API with the Grok Imagine models",
        presets: [.xai],
        probes: [
            .unknownTask(of: XAIDialect(), recognizes: \.hasErrorOfXAI),
            DialectProbe({ .reading(try $0.url("models")) }, recognizes: \.listsModelsOfXAIOnly),
        ],
        samples: .xai,
        make: { _ in XAIDialect() }
    )
]

extension ProviderConfiguration {
    static let xai = ProviderConfiguration(
        id: "xai",
        dialect: "xai",
        baseURL: "https://api.x.ai/v1",
        keyEnv: "XAI_API_KEY"
    )
}

extension ResponseDocument {
    /// Codes of xAI's errors, in the older form of a sentence and in the newer form of a word.
    private static let codes: Set<String> = [
        "client specified an invalid argument", "some requested entity was not found",
        "the caller does not have permission to execute the specified operation", "invalid-argument", "not-found",
        "permission-denied",
    ]

    /// Whether the response is an error in xAI's form: two strings, `code` and `error`.
    var hasErrorOfXAI: Bool {
        guard !head.isSuccess, json?["error"]?.text != nil, let code = json?["code"]?.text else { return false }
        return Self.codes.contains(code.lowercased())
    }

    /// Whether the response is a list of models that all belong to xAI. The list of a relay has other owners, or is
    /// found to be the relay's own before.
    var listsModelsOfXAIOnly: Bool {
        guard head.isSuccess, let models = json?["data"]?.array, !models.isEmpty else { return false }
        return models.allSatisfy { $0["owned_by"]?.text == "xai" }
    }
}
