import VideoGeneration

/// The models of `/v1/videos` and their parameters: OpenAI's own according to its reference, and those of relays.
enum OpenAIModel {
    private static let small = ["720x1280", "1280x720"]
    private static let large = small + ["1024x1792", "1792x1024", "1080x1920", "1920x1080"]
    private static let sizes = [
        "sora-2": small, "sora-2-2025-10-06": small, "sora-2-2025-12-08": small, "sora-2-pro": large,
        "sora-2-pro-2025-10-06": large,
    ]
    /// The allowed lengths, which are strings on the wire. 16 and 20 are only in OpenAI's guide, not in its reference.
    private static let seconds = ["4", "8", "12", "16", "20"]

    /// Parses a request and refuses values that the model does not accept.
    static func order(_ form: CreateForm) throws(Refusal) -> Order {
        let fields = form.fields
        guard let prompt = fields["prompt"]?.text else { throw .missing("prompt") }
        guard prompt.count <= 32_000 else {
            throw Refusal(.invalidRequest, "'prompt' is longer than 32000 characters.", parameter: "prompt")
        }
        let model = fields["model"]?.text ?? "sora-2"
        try OpenAIPicture.check(form)
        if RelayModel.offers(model) {
            var order = try RelayModel.order(OpenAIPicture.inlined(form), api: .newAPI)
            order.api = .openAI
            return order
        }
        guard let sizes = sizes[model] else {
            throw invalid("model", model, Self.sizes.keys.sorted())
        }
        let size = try text(fields, "size") ?? "720x1280"
        let length = try text(fields, "seconds") ?? "4"
        guard sizes.contains(size), let pixels = VideoSize(size) else { throw invalid("size", size, sizes) }
        guard seconds.contains(length), let number = Int(length) else {
            throw invalid("seconds", length, seconds)
        }
        if let picture = form.files["input_reference"]?.content, let actual = PNGSize.read(picture),
            actual != pixels
        {
            throw Refusal(
                .invalidRequest,
                "Inpaint image must match the requested width and height",
                parameter: "input_reference"
            )
        }
        return Order(api: .openAI, model: model, prompt: prompt, size: pixels, seconds: number)
    }

    /// Returns the length of an extension in seconds.
    static func extensionSeconds(_ fields: JSONValue) throws(Refusal) -> Int {
        let length = try text(fields, "seconds") ?? "4"
        guard seconds.contains(length), let number = Int(length) else {
            throw invalid("seconds", length, seconds)
        }
        return number
    }

    private static func text(_ fields: JSONValue, _ name: String) throws(Refusal) -> String? {
        switch fields[name] {
        case nil, .null?: return nil
        case .string(let text)?: return text
        default:
            throw Refusal(
                .invalidRequest,
                "Invalid type for '\(name)': expected a string, but got another type instead.",
                parameter: name
            )
        }
    }

    private static func invalid(_ name: String, _ value: String, _ allowed: [String]) -> Refusal {
        let list = allowed.map { "'\($0)'" }.joined(separator: ", ")
        return Refusal(
            .invalidRequest,
            "Invalid value: '\(value)'. Supported values are: \(list).",
            parameter: name
        )
    }
}
