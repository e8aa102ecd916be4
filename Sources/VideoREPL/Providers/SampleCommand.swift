import VideoGeneration
import VideoSimulator

/// A `generate` command that a dialect accepts, to try a simulated provider with.
struct SampleCommand {
    /// A model that the simulator sells in the style of relays, for dialects that know no model by name.
    private static let relayModel = "veo3-fast"
    private static let prompt = "a paper boat in the rain"

    /// The command without the name of the program.
    let text: String

    /// Creates a command for a server that plays the provider of a plugin.
    ///
    /// A prompt alone is enough for most dialects. For the others, the command has what they need: a model, a template, or
    /// what the sample request of the adapter has.
    init(_ plugin: ProviderPlugin, _ dialect: any VideoDialect, at endpoint: Endpoint) {
        let provider = DialectProvider(id: plugin.dialect, dialect: dialect, endpoint: endpoint, key: nil)
        let request = Self.requests(plugin, dialect).first { request in
            var sent = request
            if sent.source == nil { sent.model = sent.model ?? dialect.defaultModel }
            return (try? provider.preview(sent)) != nil
        }
        let options = [("dialect", plugin.dialect), ("base-url", endpoint.baseText)] + (request?.typedOptions ?? [])
        text = options.reduce("generate \"\(Self.prompt)\"") { "\($0) --\($1.0) \($1.1.asTypedWord)" }
    }

    /// Returns requests from the simplest to the one of the conformance suite.
    private static func requests(_ plugin: ProviderPlugin, _ dialect: any VideoDialect) -> [VideoRequest] {
        let plain = VideoRequest(prompt: prompt)
        let sample = plugin.samples?.request(prompt)
        let models = [sample?.model].compactMap(\.self) + dialect.models.map(\.name) + [relayModel]
        let template = VideoRequest(prompt: prompt, source: .template(id: "1", texts: []))
        return [plain] + models.map { VideoRequest(prompt: prompt, model: $0) } + [template]
            + [sample].compactMap(\.self)
    }
}

extension VideoRequest {
    /// The options of `generate` that ask for the same video.
    fileprivate var typedOptions: [(String, String)] {
        var options: [(String, String?)] = [
            ("model", model), ("seconds", seconds.map(String.init)), ("size", size?.description),
            ("resolution", resolution), ("aspect-ratio", aspectRatio),
        ]
        if case .url(let url)? = firstFrame?.source { options.append(("first-frame", url.string)) }
        if case .template(let id, _)? = source { options.append(("template", id)) }
        return options.compactMap { name, value in value.map { (name, $0) } }
    }
}
