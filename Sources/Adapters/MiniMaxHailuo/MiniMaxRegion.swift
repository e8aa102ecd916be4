import VideoGenerationCore

/// A region of MiniMax, which has its own host and its own keys.
///
/// A key is valid in one region only. The other region rejects it, and must not receive it.
public enum MiniMaxRegion: String, Sendable, Hashable, CaseIterable {
    /// The international platform: `api.minimax.io`, with the key in `MINIMAX_API_KEY`.
    case global
    /// The platform for mainland China: `api.minimaxi.com`, with the key in `MINIMAX_CN_API_KEY`.
    case china
}

extension MiniMaxRegion {
    /// Returns whether an endpoint is MiniMax's own, whose documented limits then apply.
    static func contains(_ endpoint: Endpoint) -> Bool {
        let host = endpoint.origin.host
        return ["minimax.io", "minimaxi.com", "minimax.cn"].contains { host == "api.\($0)" || host.hasSuffix(".\($0)") }
    }

    /// The preset of the first API, with the Hailuo models.
    var hailuo: ProviderConfiguration { preset("minimax", dialect: "minimax-v1") }
    /// The preset of the second API, with the H3 models.
    var h3: ProviderConfiguration { preset("minimax-h3", dialect: "minimax-v2") }

    private func preset(_ id: String, dialect: String) -> ProviderConfiguration {
        switch self {
        case .global:
            ProviderConfiguration(
                id: id,
                dialect: dialect,
                baseURL: "https://api.minimax.io",
                keyEnv: "MINIMAX_API_KEY"
            )
        case .china:
            ProviderConfiguration(
                id: id + "-cn",
                dialect: dialect,
                baseURL: "https://api.minimaxi.com",
                keyEnv: "MINIMAX_CN_API_KEY"
            )
        }
    }
}
