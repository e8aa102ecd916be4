import VideoGenerationCore

/// The body of `POST /v1/video_generation`. The API derives the mode from the fields, so a field that the model does
/// not accept is never sent.
enum MiniMaxV1Body {
    static func make(_ request: VideoRequest) throws -> JSONObject {
        var body: JSONObject = [:]
        if let model = request.model { body["model"] = .string(model) }
        if !request.prompt.allSatisfy(\.isWhitespace) { body["prompt"] = .string(request.prompt) }
        if let picture = request.firstFrame { body["first_frame_image"] = .string(try picture.sendableURL()) }
        if let picture = request.lastFrame { body["last_frame_image"] = .string(try picture.sendableURL()) }
        if !request.references.isEmpty {
            // One picture needs an array as well: the API rejects a bare string.
            let images = try request.references.map { JSONValue.string(try $0.sendableURL()) }
            body["subject_reference"] = [["type": "character", "image": .array(images)]]
        }
        if !MiniMaxV1Models.hasFixedFormat(request.model) {
            if let seconds = request.seconds { body["duration"] = JSONValue(seconds) }
            if let resolution = request.resolution { body["resolution"] = .string(resolution) }
        }
        body.merge(request.options)
        return body
    }
}
