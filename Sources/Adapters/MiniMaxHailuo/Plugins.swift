public import VideoGenerationCore

/// The dialects of this module, for a `ProviderRegistry`.
public let plugins: [ProviderPlugin] = [
    ProviderPlugin(
        dialect: "minimax-v1",
        summary: "MiniMax's own API for the Hailuo models",
        presets: MiniMaxRegion.allCases.map(\.hailuo),
        probes: [.unknownTask(of: MiniMaxV1Dialect(.official)) { $0.first("base_resp")?.object != nil }],
        make: { _ in MiniMaxV1Dialect(.official) }
    ),
    ProviderPlugin(
        dialect: "minimax-v2",
        summary: "MiniMax's own API for the H3 models",
        presets: MiniMaxRegion.allCases.map(\.h3),
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
