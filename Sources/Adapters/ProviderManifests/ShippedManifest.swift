import VideoGenerationCore

/// A manifest that is part of this module.
struct ShippedManifest: Sendable {
    /// The ID of the provider, which is also the name of the dialect.
    let id: String
    private let result: Result<ProviderManifest, ManifestError>

    /// The manifest. Nil if the file has a mistake, which a test of this package excludes.
    var manifest: ProviderManifest? { try? result.get() }

    private init(_ id: String, _ bytes: [UInt8]) {
        self.id = id
        result = Result { () throws(ManifestError) in try ProviderManifest(parsing: bytes) }
    }

    static let lumaAgents = ShippedManifest("luma-agents", PackageResources.luma_agents_json)
    static let vidu = ShippedManifest("vidu", PackageResources.vidu_json)
    static let siliconFlow = ShippedManifest("siliconflow", PackageResources.siliconflow_json)

    static let all = [lumaAgents, vidu, siliconFlow]

    /// Returns the provider.
    /// - Parameter preset: The position of the address among the manifest's.
    func provider(key: Secret?, preset: Int = 0) throws(VideoError) -> DialectProvider {
        switch result {
        case .success(let manifest):
            let presets = manifest.plugin.presets
            return try DialectProvider(presets[min(preset, presets.count - 1)], dialect: manifest.dialect, key: key)
        case .failure(let error):
            throw VideoError(.configurationInvalid, "The manifest \(id) cannot be used. \(error.problems[0])")
        }
    }
}
