import VideoGenerationCore

/// The body of `POST /v1/videos/{kind}`. The length is a string, and a picture is a URL or plain base64.
enum KlingBody {
    static func make(_ request: VideoRequest) throws -> JSONObject {
        var body: JSONObject = [:]
        if let model = request.model { body["model_name"] = .string(model) }
        if !request.prompt.allSatisfy(\.isWhitespace) { body["prompt"] = .string(request.prompt) }
        if let picture = request.firstFrame { body["image"] = try image(picture) }
        if let picture = request.lastFrame { body["image_tail"] = try image(picture) }
        if !request.references.isEmpty {
            body["image_list"] = .array(try request.references.map { ["image": try image($0)] })
        }
        if let mode = try mode(of: request) { body["mode"] = .string(mode) }
        if let ratio = request.aspectRatio { body["aspect_ratio"] = .string(ratio) }
        if let seconds = request.seconds { body["duration"] = .string("\(seconds)") }
        body.merge(request.options)
        return body
    }

    /// The API has no resolutions. It names the quality, and each quality has a resolution.
    private static let modes = ["720p": "std", "1080p": "pro", "4k": "4k", "std": "std", "pro": "pro"]

    private static func mode(of request: VideoRequest) throws -> String? {
        let description = KlingModels.all.first { $0.name == request.model }?.mode(request.mode)
        // The default quality is `std`. It is not available where a model offers only one other resolution.
        let only = description?.formats.flatMap { $0.count == 1 ? $0[0].resolution : nil }
        guard let resolution = request.resolution ?? only else { return nil }
        let mode = modes[resolution.lowercased()]
        try request.refuse(mode == nil, "the resolution \(Redaction.singleLine(resolution, limit: 40))", by: "kling")
        return mode
    }

    private static func image(_ picture: MediaInput) throws -> JSONValue {
        if case .data(let data, _) = picture.source { return .string(data.base64EncodedString()) }
        return .string(try picture.sendableURL())
    }
}
