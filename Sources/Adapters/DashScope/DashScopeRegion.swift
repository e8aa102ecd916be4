import VideoGenerationCore

/// A region of Alibaba Cloud Model Studio, which has its own host, its own keys and its own prices.
///
/// A key is valid in one region only. All regions document the same environment variable for it.
public enum DashScopeRegion: String, Sendable, Hashable, CaseIterable {
    /// Singapore: `dashscope-intl.aliyuncs.com`.
    case singapore
    /// Beijing, for mainland China: `dashscope.aliyuncs.com`.
    case china
    /// Virginia: `dashscope-us.aliyuncs.com`. The names of its models are not known here.
    case unitedStates
}

extension DashScopeRegion {
    /// The region that a base URL belongs to. Other addresses, such as relays, have the models of Singapore.
    init(baseURL: String) {
        let host = HTTPURL(baseURL)?.origin.host.lowercased() ?? ""
        // The host of a workspace is `{workspace}.{region}.maas.aliyuncs.com`.
        let labels = host.split(separator: ".").dropLast(3)
        let area = host.hasSuffix(".maas.aliyuncs.com") ? labels.last ?? "" : ""
        if host == "dashscope.aliyuncs.com" || area.hasPrefix("cn-") {
            self = .china
        } else if host == "dashscope-us.aliyuncs.com" || area.hasPrefix("us-") {
            self = .unitedStates
        } else {
            self = .singapore
        }
    }

    /// The preset of the region.
    var preset: ProviderConfiguration {
        switch self {
        case .singapore: configuration("dashscope", "https://dashscope-intl.aliyuncs.com/api/v1")
        case .china: configuration("dashscope-cn", "https://dashscope.aliyuncs.com/api/v1")
        case .unitedStates: configuration("dashscope-us", "https://dashscope-us.aliyuncs.com/api/v1")
        }
    }

    private func configuration(_ id: String, _ baseURL: String) -> ProviderConfiguration {
        ProviderConfiguration(id: id, dialect: "dashscope", baseURL: baseURL, keyEnv: "DASHSCOPE_API_KEY")
    }

    /// The descriptions of the region's models.
    var models: [ModelDescription] {
        switch self {
        case .singapore: DashScopeModels.singapore
        case .china: DashScopeModels.china
        case .unitedStates: []
        }
    }

    /// The model that is used if nothing else is named; nil if the names of the region's models are not known.
    var defaultModel: String? { self == .unitedStates ? nil : "wan3.0-video" }
}
