public import VideoGenerationCore

/// The dialects of this module, for a `ProviderRegistry`.
public let plugins: [ProviderPlugin] = [
    ProviderPlugin(
        dialect: "minimax-v1",
        summary: "MiniMax's own API for the Hailuo models",
        wellKnown: [
            wellKnown("minimax", "minimax-v1", "https://api.minimax.io"),
            wellKnown("minimax-cn", "minimax-v1", "https://api.minimaxi.com", keyEnv: "MINIMAX_CN_API_KEY"),
        ],
        probes: [.unknownTask(of: MiniMaxV1Dialect(.official)) { $0.first("base_resp")?.object != nil }],
        make: { _ in MiniMaxV1Dialect(.official) }
    ),
    ProviderPlugin(
        dialect: "minimax-v2",
        summary: "MiniMax's own API for the H3 models",
        wellKnown: [
            wellKnown("minimax-h3", "minimax-v2", "https://api.minimax.io"),
            wellKnown("minimax-h3-cn", "minimax-v2", "https://api.minimaxi.com", keyEnv: "MINIMAX_CN_API_KEY"),
        ],
        probes: [.unknownTask(of: MiniMaxV2Dialect()) { $0.saysTaskIsUnknown && $0.json?["type"]?.text == "error" }],
        make: { _ in MiniMaxV2Dialect() }
    ),
    ProviderPlugin(
        dialect: "minimax-relay",
        summary: "A relay that sells the Hailuo models under /minimax/v1",
        probes: [
            .unknownTask(of: MiniMaxV1Dialect(.relay)) { $0.saysTaskIsUnknown || $0.first("base_resp")?.object != nil }
        ],
        make: { _ in MiniMaxV1Dialect(.relay) }
    ),
    ProviderPlugin(
        dialect: "minimax-cometapi",
        summary: "CometAPI, which charges for each request for a file's link",
        make: { _ in MiniMaxV1Dialect(.cometapi) }
    ),
    ProviderPlugin(
        dialect: "minimax-template",
        summary: "MiniMax's templates only",
        make: { _ in VideoAgentDialect() }
    ),
]

/// Returns an entry for one of MiniMax's hosts. Keys are valid in one region only: the global host rejects a key of the
/// mainland, and must not receive it.
private func wellKnown(
    _ id: String,
    _ dialect: String,
    _ baseURL: String,
    keyEnv: String = "MINIMAX_API_KEY"
) -> ProviderConfiguration {
    ProviderConfiguration(id: id, dialect: dialect, baseURL: baseURL, keyEnv: keyEnv)
}
