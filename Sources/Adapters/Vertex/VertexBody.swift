import VideoGenerationCore

/// The body of `POST …:predictLongRunning`.
struct VertexBody {
    let request: VideoRequest
    /// The folder in a bucket for the video; nil to get it in the response.
    let storage: String?

    func make() throws -> JSONObject {
        var instance: JSONObject = [:]
        if !request.prompt.allSatisfy(\.isWhitespace) { instance["prompt"] = .string(request.prompt) }
        if let frame = request.firstFrame { instance["image"] = try Self.file(frame) }
        if let frame = request.lastFrame { instance["lastFrame"] = try Self.file(frame) }
        if !request.references.isEmpty {
            instance["referenceImages"] = .array(
                try request.references.map { ["image": try Self.file($0), "referenceType": "asset"] }
            )
        }
        if case .extend(let uri) = request.source { instance["video"] = Self.object(at: uri) }
        // Each video of a request is billed, and one was requested.
        var parameters: JSONObject = ["sampleCount": 1]
        if let seconds = request.seconds { parameters["durationSeconds"] = JSONValue(seconds) }
        if let ratio = request.aspectRatio { parameters["aspectRatio"] = .string(ratio) }
        if let resolution = request.resolution { parameters["resolution"] = .string(resolution) }
        if let storage { parameters["storageUri"] = .string(storage) }
        var body: JSONObject = ["instances": [.object(instance)], "parameters": .object(parameters)]
        for (key, option) in request.options.sorted(by: { $0.key < $1.key }) {
            guard key == "parameters", let members = option.object else {
                body[key] = option
                continue
            }
            for member in members { parameters[member.key] = member.value }
            body[key] = .object(parameters)
        }
        return body
    }

    /// Returns a picture in base64, or the object of a bucket.
    private static func file(_ input: MediaInput) throws -> JSONValue {
        if case .data(let data, let type) = input.source {
            return ["bytesBase64Encoded": .string(data.base64EncodedString()), "mimeType": .string(type.rawValue)]
        }
        return object(at: try input.sendableURL())
    }

    private static func object(at uri: String) -> JSONValue {
        var object: JSONObject = ["gcsUri": .string(uri)]
        if let type = mimeType(of: uri) { object["mimeType"] = .string(type) }
        return .object(object)
    }

    /// The API needs the type of an object of a bucket. Its name is all that is known about it.
    private static func mimeType(of uri: String) -> String? {
        let types = [
            "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "webp": "image/webp", "mp4": "video/mp4",
        ]
        guard let dot = uri.lastIndex(of: ".") else { return nil }
        return types[uri[uri.index(after: dot)...].lowercased()]
    }
}
