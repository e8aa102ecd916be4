import VideoGenerationCore

/// The body of `POST services/aigc/video-generation/video-synthesis`.
struct DashScopeBody {
    let request: VideoRequest

    func make() throws -> JSONObject {
        var input: JSONObject = [:]
        if !request.prompt.allSatisfy(\.isWhitespace) { input["prompt"] = .string(request.prompt) }
        let media = try media()
        if !media.isEmpty { input["media"] = .array(media) }
        var parameters: JSONObject = [:]
        // The API's words for a resolution have a capital P.
        if let resolution = request.resolution { parameters["resolution"] = .string(resolution.uppercased()) }
        if let ratio = request.aspectRatio { parameters["ratio"] = .string(ratio) }
        if let seconds = request.seconds { parameters["duration"] = JSONValue(seconds) }
        var body: JSONObject = [:]
        if let model { body["model"] = .string(model) }
        body["input"] = .object(input)
        if !parameters.isEmpty { body["parameters"] = .object(parameters) }
        return Self.merging(request.options, into: body)
    }

    /// The model, which a request that starts from a video need not name.
    var model: String? {
        if let model = request.model { return model }
        return switch request.source {
        case .edit: DashScopeModels.modelOfEdit
        case .extend: DashScopeModels.modelOfExtension
        case .remix, .template, nil: nil
        }
    }

    /// Returns the inputs with their types, which decide what the model does.
    private func media() throws -> [JSONValue] {
        var items: [JSONValue] = []
        switch request.source {
        case .edit(let url): items.append(Self.item("video", url))
        case .extend(let url): items.append(Self.item("first_clip", url))
        case .remix, .template, nil: break
        }
        if let frame = request.firstFrame { items.append(Self.item("first_frame", try frame.sendableURL())) }
        if let frame = request.lastFrame { items.append(Self.item("last_frame", try frame.sendableURL())) }
        for reference in request.references {
            let type =
                switch reference.kind {
                case .picture: "reference_image"
                case .video: "reference_video"
                case .audio: "reference_audio"
                }
            items.append(Self.item(type, try reference.sendableURL()))
        }
        return items
    }

    private static func item(_ type: String, _ url: String) -> JSONValue {
        ["type": .string(type), "url": .string(url)]
    }

    /// Adds options. The members of an object are added to those of the body, so that an option such as
    /// `parameters.seed` does not remove the length.
    private static func merging(_ options: [String: JSONValue], into body: JSONObject) -> JSONObject {
        var body = body
        for (key, option) in options.sorted(by: { $0.key < $1.key }) {
            if let old = body[key]?.object, let new = option.object {
                body[key] = .object(old.merging(new))
            } else {
                body[key] = option
            }
        }
        return body
    }
}

extension JSONObject {
    fileprivate func merging(_ other: JSONObject) -> JSONObject {
        var object = self
        for member in other { object[member.key] = member.value }
        return object
    }
}
