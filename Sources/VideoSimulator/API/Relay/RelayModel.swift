import VideoGeneration

/// The models of relays and their parameters: the nine veo models of the relays' documentation, and MiniMax's models.
enum RelayModel {
    /// The maximum number of pictures of each veo model.
    static let veo = [
        "veo2": 0, "veo2-fast": 0, "veo2-fast-frames": 2, "veo2-fast-components": 3, "veo2-pro": 0,
        "veo3": 0, "veo3-fast": 0, "veo3-pro": 0, "veo3-pro-frames": 1,
    ]

    /// Whether relays offer a model.
    static func offers(_ name: String) -> Bool {
        veo[name] != nil || MiniMaxV1Model.all[name] != nil || MiniMaxV2Order.models[name] != nil
    }

    /// Parses a request and refuses values that the model does not accept.
    static func order(_ body: JSONValue, api: API) throws(Refusal) -> Order {
        guard let name = body["model"]?.text else { throw .missing("model") }
        if api == .newAPI, MiniMaxV1Model.all[name] != nil { return try miniMaxOrder(body) }
        if api == .newAPI, MiniMaxV2Order.models[name] != nil { return try RelayMiniMaxV2Order.read(body) }
        guard let pictures = veo[name] else { throw Refusal(.modelUnavailable, name, parameter: "model") }
        guard let prompt = body["prompt"]?.text else { throw .missing("prompt") }
        let given = try images(in: body)
        guard given.count <= pictures || pictures == 0 && given.isEmpty else {
            throw Refusal(.invalidRequest, "\(name) takes at most \(pictures) images", parameter: "images")
        }
        let seconds = (body["seconds"] ?? body["duration"])?.int ?? 8
        guard (4...8).contains(seconds) else {
            throw Refusal(.invalidRequest, "\(name) makes videos of 4 to 8 seconds", parameter: "seconds")
        }
        guard let size = try size(body, model: name) else {
            throw Refusal(.invalidRequest, "Invalid size", parameter: "size")
        }
        return Order(api: api, model: name, prompt: prompt, size: size, seconds: seconds)
    }

    /// Returns the pictures in a relay's own fields.
    static func images(in body: JSONValue) throws(Refusal) -> [JSONValue] {
        let images = (body["images"].map { $0.array ?? [$0] } ?? []) + (body["image"].map { [$0] } ?? [])
        for image in images.compactMap(\.text) where image.hasPrefix("data:") && !SentPicture.isAddress(image) {
            throw Refusal(.invalidRequest, "an image is not a picture", parameter: "images")
        }
        return images
    }

    /// Returns the size in pixels for a size in pixels, a ratio written as a size (`16x9`), or an aspect ratio.
    private static func size(_ body: JSONValue, model: String) throws(Refusal) -> VideoSize? {
        if let ratio = body["aspect_ratio"]?.text {
            guard model.hasPrefix("veo3") else {
                throw Refusal(.invalidRequest, "\(model) has no aspect_ratio", parameter: "aspect_ratio")
            }
            return byRatio[ratio.replacing(":", with: "x")]
        }
        guard let text = body["size"]?.text else { return byRatio["16x9"] }
        let sizes = ["1280x720", "720x1280", "1920x1080", "1080x1920"]
        return byRatio[text] ?? (sizes.contains(text) ? VideoSize(text) : nil)
    }

    private static let byRatio = [
        "16x9": VideoSize(width: 1280, height: 720), "9x16": VideoSize(width: 720, height: 1280),
    ].compactMapValues { $0 }

    /// Parses a request for a MiniMax model. The relay translates its own fields into MiniMax's.
    private static func miniMaxOrder(_ body: JSONValue) throws(Refusal) -> Order {
        var fields: JSONObject = body["metadata"]?.object ?? [:]
        for name in ["model", "prompt"] { if let value = body[name] { fields[name] = value } }
        let model = body["model"]?.text.flatMap { MiniMaxV1Model.all[$0] }
        let images = try Self.images(in: body)
        if model?.modes == [.subject] {
            // The relay forwards neither length nor size, because the model accepts neither.
            if !images.isEmpty, fields["subject_reference"] == nil {
                fields["subject_reference"] = [["type": "character", "image": .array(images)]]
            }
            return try relayed(fields)
        }
        if let duration = body["duration"] { fields["duration"] = duration }
        if let seconds = body["seconds"]?.int { fields["duration"] = JSONValue(seconds) }
        if let size = body["size"]?.text {
            fields["resolution"] = ["1080", "768", "720", "512"].first(where: size.contains).map {
                .string($0 + "P")
            }
        }
        if let image = images.first { fields["first_frame_image"] = image }
        return try relayed(fields)
    }

    private static func relayed(_ fields: JSONObject) throws(Refusal) -> Order {
        var order = try MiniMaxV1Model.order(.object(fields))
        order.api = .newAPI
        return order
    }
}
