public import VideoGenerationCore

/// The dialects of this module, for a `ProviderRegistry`.
public let plugins: [ProviderPlugin] = [
    ProviderPlugin(
        dialect: "openai-videos",
        summary: "The OpenAI style, /v1/videos, of relays and self-hosted servers",
        options: ["create", "picture"],
        probes: [
            .unknownTask(of: OpenAIVideosDialect()) { $0.saysTaskIsUnknown && !$0.isFromXAI || $0.isFromLiteLLM },
            DialectProbe(
                { .reading(try $0.url("videos", query: [("limit", "1")])) },
                recognizes: { $0.head.isSuccess && $0.json?["data"]?.array != nil }
            ),
        ],
        optionProbe: OptionProbe(
            { .reading(try $0.url("models")) },
            options: { OpenAIVideosDialect.options(ofServerThatSells: $0) }
        ),
        make: { entry in
            OpenAIVideosDialect(
                create: try entry.choice("create", names: "auto, json or multipart") ?? .auto,
                picture: try entry.choice("picture", names: "input_reference, reference_url or image_reference")
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
    /// Returns an option that has a fixed set of values; nil if the configuration does not set it.
    fileprivate func choice<Choice: RawRepresentable<String>>(_ option: String, names: String) throws -> Choice? {
        guard let value = options?[option] else { return nil }
        guard let choice = value.text.flatMap(Choice.init) else {
            throw VideoError(
                .configurationInvalid,
                "The option \(option) of \(id) must be one of \(names).",
                advice: "Nothing was sent."
            )
        }
        return choice
    }
}

extension ResponseDocument {
    /// Whether the response is an error of xAI, whose polls have the same address: `code` and `error` are strings, and
    /// the code is a sentence or a word with hyphens, unlike `task_not_exist` of a relay.
    var isFromXAI: Bool {
        guard json?["error"]?.text != nil, let code = json?["code"]?.text else { return false }
        return code.contains(" ") || code.contains("-")
    }

    /// Whether a LiteLLM proxy sent the response. Its header fields are in each of its responses, errors included. An
    /// error about the key says nothing about the format.
    var isFromLiteLLM: Bool {
        head.status != 401 && head.status != 403
            && head.fields.contains { $0.name.lowercased().hasPrefix("x-litellm-") }
    }
}

extension OpenAIVideosDialect {
    /// Returns the options of a server, detected in its list of models, in which sglang and vLLM name themselves as the
    /// owner.
    static func options(ofServerThatSells document: ResponseDocument) -> [String: JSONValue] {
        let owners = document.json?["data"]?.array?.compactMap { $0["owned_by"]?.text?.lowercased() } ?? []
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
