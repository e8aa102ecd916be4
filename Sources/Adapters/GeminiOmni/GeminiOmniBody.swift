import VideoGenerationCore

/// The body of `POST /v1beta/interactions`.
struct GeminiOmniBody {
    let request: VideoRequest
    /// The model if the request names none, such as an edit of an earlier video.
    let defaultModel: String?

    func make() throws -> JSONObject {
        let input = try input()
        var format: JSONObject = ["type": "video"]
        if let ratio = request.aspectRatio { format["aspect_ratio"] = .string(ratio) }
        if let resolution = request.resolution { format["resolution"] = .string(resolution) }
        if let seconds = request.seconds { format["duration"] = .string("\(seconds)s") }
        // A link keeps each poll small, and a broken download of it continues. Every poll would repeat an inline video.
        format["delivery"] = "uri"
        var body: JSONObject = [:]
        if let model = request.model ?? defaultModel { body["model"] = .string(model) }
        body["input"] = input
        body["response_format"] = .object(format)
        if let task { body["generation_config"] = ["video_config": ["task": .string(task)]] }
        if let id = interactionID { body["previous_interaction_id"] = .string(id) }
        body = Self.merging(request.options, into: body)
        // Without it, the response comes when the video is finished: a lost connection would lose a paid video.
        body["background"] = true
        return body
    }

    /// The name of the task; nil if the model finds it out from an earlier interaction and the prompt.
    private var task: String? {
        switch request.mode {
        case .text: "text_to_video"
        case .firstFrame, .lastFrame: "image_to_video"
        case .references: "reference_to_video"
        case .video, .template:
            switch request.source {
            case .edit(let id): HTTPURL(id) == nil ? nil : "edit"
            case .extend: "extend"
            case .remix, .template, nil: nil
            }
        }
    }

    /// The earlier interaction that made the video of an edit. A video can also be named by its URL.
    private var interactionID: String? {
        guard case .edit(let id) = request.source, HTTPURL(id) == nil else { return nil }
        return id
    }

    /// Returns the prompt alone, or a list of parts: a video or the pictures, and then the prompt.
    private func input() throws -> JSONValue {
        var parts = try request.pictures.map(part)
        switch request.source {
        case .edit(let id), .extend(let id):
            if HTTPURL(id) != nil { parts.append(["type": "video", "uri": .string(id)]) }
        case .remix, .template, nil: break
        }
        if parts.isEmpty { return .string(request.prompt) }
        if !request.prompt.allSatisfy(\.isWhitespace) {
            parts.append(["type": "text", "text": .string(request.prompt)])
        }
        return .array(parts)
    }

    private func part(_ picture: MediaInput) throws -> JSONValue {
        guard case .data(let data, let type) = picture.source else {
            return ["type": "image", "uri": .string(try picture.sendableURL())]
        }
        return ["type": "image", "data": .string(data.base64EncodedString()), "mime_type": .string(type.rawValue)]
    }

    /// Adds options. The members of an object are added to those of the body, so that an option such as
    /// `generation_config.seed` does not remove the task.
    private static func merging(_ options: [String: JSONValue], into body: JSONObject) -> JSONObject {
        var body = body
        for (key, option) in options.sorted(by: { $0.key < $1.key }) {
            if let old = body[key]?.object, let new = option.object {
                let members = Dictionary(new.map { ($0.key, $0.value) }, uniquingKeysWith: { $1 })
                body[key] = .object(merging(members, into: old))
            } else {
                body[key] = option
            }
        }
        return body
    }
}
