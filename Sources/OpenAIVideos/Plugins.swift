public import VideoGeneration

/// The dialects of this module, for a `ProviderRegistry`.
public let plugins: [ProviderPlugin] = [
    ProviderPlugin(
        dialect: "openai-videos",
        summary: "The OpenAI style, /v1/videos, of relays and self-hosted servers",
        options: ["create"],
        probes: [
            .unknownTask(of: OpenAIVideosDialect()),
            DialectProbe(
                { .reading(try $0.url("videos", query: [("limit", "1")])) },
                recognises: { $0.head.isSuccess && $0.json?["data"]?.array != nil }
            ),
        ],
        make: { entry in
            guard let option = entry.options?["create"] else { return OpenAIVideosDialect() }
            guard let create = option.text.flatMap(OpenAIVideosDialect.Create.init) else {
                throw VideoError(
                    .configurationInvalid,
                    "The option create of \(entry.id) is none of auto, json and multipart.",
                    advice: "Nothing was sent."
                )
            }
            return OpenAIVideosDialect(create: create)
        }
    ),
    ProviderPlugin(
        dialect: "veo-unified",
        summary: "The relays' /v1/video/create and /v1/video/query, for veo",
        probes: [.unknownTask(of: VeoUnifiedDialect())],
        make: { _ in VeoUnifiedDialect() }
    ),
    ProviderPlugin(
        dialect: "newapi-task",
        summary: "new-api's /v1/video/generations with its envelope",
        probes: [.unknownTask(of: NewAPITaskDialect())],
        make: { _ in NewAPITaskDialect() }
    ),
]
