public import VideoGenerationCore

/// The dialects of this module, for a `ProviderRegistry`.
public let plugins: [ProviderPlugin] = [
    ProviderPlugin(
        dialect: "openai-videos",
        summary: "The OpenAI style, /v1/videos, of relays and self-hosted servers",
        options: ["create", "picture"],
        probes: [
            .unknownTask(of: OpenAIVideosDialect()) { $0.saysTaskIsUnknown || $0.isFromLiteLLM },
            DialectProbe(
                { .reading(try $0.url("videos", query: [("limit", "1")])) },
                recognises: { $0.head.isSuccess && $0.json?["data"]?.array != nil }
            ),
        ],
        optionProbe: OptionProbe(
            { .reading(try $0.url("models")) },
            options: { OpenAIVideosDialect.options(ofServerThatSells: $0) }
        ),
        make: { entry in
            OpenAIVideosDialect(
                create: try entry.choice("create", names: "auto, json and multipart") ?? .auto,
                picture: try entry.choice("picture", names: "input_reference, reference_url and image_reference")
            )
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

extension ProviderConfiguration {
    /// One of a fixed set of words among the options; nil if the entry leaves it open.
    fileprivate func choice<Choice: RawRepresentable<String>>(_ option: String, names: String) throws -> Choice? {
        guard let value = options?[option] else { return nil }
        guard let choice = value.text.flatMap(Choice.init) else {
            throw VideoError(
                .configurationInvalid,
                "The option \(option) of \(id) is none of \(names).",
                advice: "Nothing was sent."
            )
        }
        return choice
    }
}

extension ResponseDocument {
    /// Whether a LiteLLM proxy answered: each of its answers has its headers, errors too. One about the key says
    /// nothing about the format.
    var isFromLiteLLM: Bool {
        head.status != 401 && head.status != 403
            && head.fields.contains { $0.name.lowercased().hasPrefix("x-litellm-") }
    }
}

extension OpenAIVideosDialect {
    /// The options of a server by its list of models, in which sglang and vLLM sign as the owner.
    static func options(ofServerThatSells answer: ResponseDocument) -> [String: JSONValue] {
        let owners = answer.json?["data"]?.array?.compactMap { $0["owned_by"]?.text?.lowercased() } ?? []
        if owners.contains(where: { $0.hasPrefix("vllm") }) {
            return [
                "create": .string(Create.multipart.rawValue), "picture": .string(PictureField.imageReference.rawValue),
            ]
        }
        if owners.contains(where: { $0.hasPrefix("sglang") || $0 == "sgl" }) {
            return ["picture": .string(PictureField.referenceURL.rawValue)]
        }
        return [:]
    }
}
