import VideoGenerationCore

/// A region of the Seedance API, which has its own host, its own keys and its own names of models.
///
/// A key is valid in one region only. Both regions document the same environment variable for it.
public enum SeedanceRegion: String, Sendable, Hashable, CaseIterable {
    /// BytePlus ModelArk: `ark.ap-southeast.bytepluses.com`.
    case global
    /// Volcengine Ark, for mainland China: `ark.cn-beijing.volces.com`.
    case china
}

extension SeedanceRegion {
    /// The region that a base URL belongs to. Other addresses, such as relays, use the names of BytePlus.
    init(baseURL: String) {
        let host = HTTPURL(baseURL)?.origin.host.lowercased() ?? ""
        self = host.hasSuffix(".volces.com") ? .china : .global
    }

    /// The preset of the region.
    var preset: ProviderConfiguration {
        switch self {
        case .global: configuration("seedance", "https://ark.ap-southeast.bytepluses.com/api/v3")
        case .china: configuration("seedance-cn", "https://ark.cn-beijing.volces.com/api/v3")
        }
    }

    private func configuration(_ id: String, _ baseURL: String) -> ProviderConfiguration {
        ProviderConfiguration(id: id, dialect: "seedance", baseURL: baseURL, keyEnv: "ARK_API_KEY")
    }

    /// The descriptions of the region's models.
    var models: [ModelDescription] { self == .global ? SeedanceModels.bytePlus : SeedanceModels.volcengine }

    /// The model that is used if nothing else is named.
    var defaultModel: String {
        self == .global ? "dreamina-seedance-2-0-260128" : "doubao-seedance-2-0-260128"
    }
}
