import VideoGenerationCore

/// The path and the body of a submit. The API refuses a body with a field that the model does not have.
struct RunwayBody {
    /// The last segment of the path: `text_to_video`, `image_to_video` or `video_to_video`.
    let path: String
    private(set) var json: JSONObject
    private let request: VideoRequest
    private let name: String

    init(_ request: VideoRequest) throws {
        self.request = request
        name = request.model ?? (request.source == nil ? RunwayDialect.modelOfText : RunwayDialect.modelOfVideo)
        json = ["model": .string(name)]
        let hasFrames = request.firstFrame != nil || request.lastFrame != nil
        path = request.source != nil ? "video_to_video" : hasFrames ? "image_to_video" : "text_to_video"
        let model = RunwayModels.named(name) ?? .unlisted
        try checkPrompt(atMost: model.promptLimit)
        if !request.prompt.allSatisfy(\.isWhitespace) { json["promptText"] = .string(request.prompt) }
        try refuse(hasFrames && request.source != nil, "frames together with an earlier video")
        try refuse(hasFrames && !request.references.isEmpty, "frames together with references")
        if request.source != nil {
            try addVideo(model.video)
        } else {
            let shape = hasFrames ? model.image?.shape : model.text
            try refuse(shape == nil, hasFrames ? "a first frame" : "a video from text alone")
            try hasFrames ? addFrames(model.image) : addReferences(model.references)
            json["duration"] = (request.seconds ?? model.requiredSeconds).map { JSONValue($0) }
            try addShape(shape)
        }
        json.merge(request.options)
    }

    private func refuse(_ isAsked: Bool, _ what: String) throws {
        try request.refuse(isAsked, "\(what) (model \(Redaction.singleLine(name, limit: 40)))", by: "runway")
    }

    private func checkPrompt(atMost limit: Int?) throws(VideoError) {
        let length = request.prompt.utf16.count
        guard let limit, length > limit else { return }
        throw VideoError(
            .invalidRequest,
            "The prompt has \(length) UTF-16 code units; \(name) takes at most \(limit).",
            advice: "Nothing was sent. Shorten the prompt. An emoji counts as two or more."
        )
    }

    /// Adds the shape. A model that is not in the list gets the size in pixels, as most models do.
    private mutating func addShape(_ shape: RunwayShape?) throws {
        if RunwayModels.named(name) != nil {
            try shape?.write(request, to: &json)
            return
        }
        try refuse(request.resolution != nil || request.aspectRatio != nil, "a resolution or a ratio without pixels")
        json["ratio"] = request.size.map { .string("\($0.width):\($0.height)") }
    }

    private mutating func addFrames(_ image: RunwayModel.Image?) throws {
        try refuse(request.firstFrame == nil, "a last frame alone")
        try refuse(request.lastFrame != nil && image?.takesLastFrame != true, "a last frame")
        let frames = [(request.firstFrame, "first"), (request.lastFrame, "last")]
        json["promptImage"] = .array(
            try frames.compactMap { picture, position in
                guard let picture else { return nil }
                return ["uri": .string(try picture.sendableURL()), "position": .string(position)]
            }
        )
    }

    private mutating func addReferences(_ references: RunwayModel.References?) throws {
        let kinds = Set(request.references.map(\.kind))
        try refuse(references == nil && !kinds.isEmpty, "references")
        try refuse(kinds.contains(.video) && references?.takesVideos != true, "video references")
        try refuse(kinds.contains(.audio) && references?.takesAudio != true, "audio references")
        for (field, kind) in [
            ("references", MediaInput.Kind.picture), ("referenceVideos", .video), ("referenceAudio", .audio),
        ]
        where kinds.contains(kind) {
            json[field] = .array(
                try request.references.filter { $0.kind == kind }.map { input in
                    let uri = JSONValue.string(try input.sendableURL())
                    return kind == .picture ? ["uri": uri] : ["type": .string(kind.rawValue), "uri": uri]
                }
            )
        }
    }

    private mutating func addVideo(_ video: RunwayModel.Video?) throws {
        let (uri, mode) =
            switch request.source {
            case .remix(let id): (id, "reference")
            case .edit(let id): (id, "edit")
            case .extend(let id): (id, "extend")
            case .template, nil: ("", "")
            }
        guard let video else { return try refuse(true, "an earlier video") }
        try refuse(mode == "extend" && !video.hasModes, "an extension")
        guard ["https://", "runway://", "data:video/"].contains(where: uri.hasPrefix) else {
            throw VideoError(
                .invalidRequest,
                "Runway takes an earlier video by its https URL or its runway:// URI, not by the ID of a task.",
                advice: "Nothing was sent. Give the link to the video."
            )
        }
        json[video.field] = .string(uri)
        try addReferences(video.takesReferences ? RunwayModel.References() : nil)
        if video.hasModes { json["mode"] = .string(mode) }
        // An edit keeps the length of its video, and an extension counts only what it adds.
        let keepsShape = video.hasModes && mode != "reference"
        try refuse(request.seconds != nil && (keepsShape || !video.takesSeconds), "the length of the result")
        json["duration"] =
            mode == "edit" && video.editsNeedAutomaticLength ? "auto" : request.seconds.map { JSONValue($0) }
        try addShape(keepsShape ? RunwayShape.none : video.shape)
    }
}

extension RunwayModel {
    /// A newer model than those in the list. It gets the fields that most models have, and the API refuses it without
    /// a charge if it has others.
    fileprivate static let unlisted = RunwayModel(
        name: "",
        text: RunwayShape.none,
        references: .init(takesVideos: true, takesAudio: true),
        image: .init(shape: .none, takesLastFrame: true),
        video: .init(field: "promptVideo", takesSeconds: true)
    )
}
