import VideoGenerationCore

/// The body of `POST /videos`.
enum OpenRouterBody {
    static func make(_ request: VideoRequest, by dialect: String) throws -> JSONObject {
        guard let model = request.model else {
            throw VideoError(
                .invalidRequest,
                "OpenRouter has no default model for videos.",
                advice: "Nothing was sent. Name a model, such as one from the provider's own list of models."
            )
        }
        var body: JSONObject = ["model": .string(model)]
        if !request.prompt.allSatisfy(\.isWhitespace) { body["prompt"] = .string(request.prompt) }
        body["duration"] = request.seconds.map { JSONValue($0) }
        body["resolution"] = request.resolution.map { .string($0) }
        body["aspect_ratio"] = request.aspectRatio.map { .string($0) }
        body["size"] = request.size.map { .string($0.description) }
        let frames = [(request.firstFrame, "first_frame"), (request.lastFrame, "last_frame")]
        let images = try frames.compactMap { try frame($0, $1) }
        if !images.isEmpty { body["frame_images"] = .array(images) }
        if !request.references.isEmpty {
            body["input_references"] = .array(try request.references.map { .object(try part($0)) })
        }
        switch request.source {
        // One field for both: the model decides whether it edits or extends the video.
        case .edit(let id), .extend(let id): body["previous_job_id"] = .string(id)
        case .remix: try request.refuse(true, "a remix", by: dialect)
        case .template, nil: break
        }
        body.merge(request.options)
        return body
    }

    private static func frame(_ picture: MediaInput?, _ position: String) throws -> JSONValue? {
        guard let picture else { return nil }
        var part = try part(picture)
        part["frame_type"] = .string(position)
        return .object(part)
    }

    private static func part(_ input: MediaInput) throws -> JSONObject {
        let type =
            switch input.kind {
            case .picture: "image_url"
            case .video: "video_url"
            case .audio: "audio_url"
            }
        return ["type": .string(type), type: ["url": .string(try input.sendableURL())]]
    }
}
