import VideoGenerationCore

/// The body of `POST /v2/video_generation`. The API requires a resolution and a length, so the model's defaults replace
/// values that the request leaves out. It requires an aspect ratio for text alone.
enum MiniMaxV2Body {
    static func make(_ request: VideoRequest) throws -> JSONObject {
        let model = MiniMaxV2Models.all.first { $0.name == request.model } ?? MiniMaxV2Models.h3
        let mode = model.mode(request.mode)
        var body: JSONObject = ["model": .string(request.model ?? model.name)]
        body["content"] = .array(try content(request))
        body["resolution"] = (request.resolution ?? mode?.defaultResolution).map { .string($0) }
        body["duration"] = (request.seconds ?? mode?.defaultSeconds).map { JSONValue($0) }
        body["ratio"] = (request.aspectRatio ?? mode?.defaultAspectRatio).map { .string($0) }
        body.merge(request.options)
        return body
    }

    private static func content(_ request: VideoRequest) throws -> [JSONValue] {
        var items: [JSONValue] = []
        if !request.prompt.allSatisfy(\.isWhitespace) {
            items.append(["type": "text", "text": .string(request.prompt)])
        }
        if let picture = request.firstFrame { items.append(try image(picture, "first_frame")) }
        if let picture = request.lastFrame { items.append(try image(picture, "last_frame")) }
        for picture in request.references { items.append(try image(picture, "reference_image")) }
        return items
    }

    private static func image(_ picture: MediaInput, _ role: JSONValue) throws -> JSONValue {
        ["type": "image_url", "image_url": ["url": .string(try picture.sendableURL())], "role": role]
    }
}
