import VideoGenerationCore

/// A region of Kling's API, which has its own host.
public enum KlingRegion: String, Sendable, Hashable, CaseIterable {
    /// The international platform: `api-singapore.klingai.com`.
    case global
    /// The platform for mainland China: `api-beijing.klingai.com`.
    case china
}

extension KlingRegion {
    /// The preset of the region.
    var preset: ProviderConfiguration {
        switch self {
        case .global: configuration("kling", "https://api-singapore.klingai.com")
        case .china: configuration("kling-cn", "https://api-beijing.klingai.com")
        }
    }

    private func configuration(_ id: String, _ baseURL: String) -> ProviderConfiguration {
        ProviderConfiguration(id: id, dialect: "kling", baseURL: baseURL, keyEnv: "KLING_API_KEY")
    }
}
