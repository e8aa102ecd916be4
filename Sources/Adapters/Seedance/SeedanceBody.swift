import VideoGenerationCore

/// The body of `POST contents/generations/tasks`. The roles of the content decide the mode.
enum SeedanceBody {
    static func make(_ request: VideoRequest) throws -> JSONObject {
        var body: JSONObject = [:]
        if let model = request.model { body["model"] = .string(model) }
        body["content"] = .array(try content(request))
        if let ratio = request.aspectRatio { body["ratio"] = .string(ratio) }
        if let resolution = request.resolution { body["resolution"] = .string(resolution) }
        if let seconds = request.seconds { body["duration"] = JSONValue(seconds) }
        body.merge(request.options)
        return body
    }

    private static func content(_ request: VideoRequest) throws -> [JSONValue] {
        var items: [JSONValue] = []
        if !request.prompt.allSatisfy(\.isWhitespace) {
            items.append(["type": "text", "text": .string(request.prompt)])
        }
        if let picture = request.firstFrame { items.append(try item(picture, "image_url", role: "first_frame")) }
        if let picture = request.lastFrame { items.append(try item(picture, "image_url", role: "last_frame")) }
        for reference in request.references {
            switch reference.kind {
            case .picture: items.append(try item(reference, "image_url", role: "reference_image"))
            case .video: items.append(try item(reference, "video_url", role: "reference_video"))
            case .audio: items.append(try item(reference, "audio_url", role: "reference_audio"))
            }
        }
        return items
    }

    private static func item(_ input: MediaInput, _ type: String, role: JSONValue) throws -> JSONValue {
        [
            "type": .string(type),
            type: ["url": .string(try input.sendableURL())],
            "role": role,
        ]
    }
}
