import VideoGenerationCore

/// The path and the body of a submit.
struct XAIBody {
    /// The last segment of the path: `generations`, `edits` or `extensions`.
    let path: String
    private(set) var json: JSONObject
    private let request: VideoRequest
    private let dialect: String

    init(_ request: VideoRequest, by dialect: String) throws {
        self.request = request
        self.dialect = dialect
        let name = request.model ?? (request.source == nil ? XAIDialect.modelOfText : XAIDialect.modelOfVideo)
        json = ["model": .string(name)]
        if !request.prompt.allSatisfy(\.isWhitespace) { json["prompt"] = .string(request.prompt) }
        switch request.source {
        case .edit: path = "edits"
        case .extend: path = "extensions"
        case .remix, .template, nil: path = "generations"
        }
        try refuseUnknown()
        if request.source == nil { try addPictures() } else { try addVideo() }
        json["duration"] = request.seconds.map { JSONValue($0) }
        json["aspect_ratio"] = request.aspectRatio.map { .string($0) }
        json["resolution"] = request.resolution.map { .string($0) }
        json.merge(request.options)
    }

    private func refuse(_ isAsked: Bool, _ what: String) throws {
        try request.refuse(isAsked, what, by: dialect)
    }

    private func refuseUnknown() throws {
        let hasFrame = request.firstFrame != nil
        try refuse(request.size != nil, "a size in pixels")
        try refuse(request.lastFrame != nil, "a last frame")
        try request.refuseVideosAndAudio(by: dialect)
        try refuse(hasFrame && !request.references.isEmpty, "a first frame together with references")
    }

    private mutating func addPictures() throws {
        if let picture = request.firstFrame { json["image"] = ["url": .string(try picture.sendableURL())] }
        if !request.references.isEmpty {
            json["reference_images"] = .array(
                try request.references.map { ["url": .string(try $0.sendableURL())] }
            )
        }
    }

    /// Adds the video of an edit or an extension. The result keeps its ratio and its resolution, and an edit also its
    /// length.
    private mutating func addVideo() throws {
        let link: String
        switch request.source {
        case .edit(let id):
            try refuse(request.seconds != nil, "the length of an edit")
            link = id
        case .extend(let id): link = id
        case .remix, .template, nil: return try refuse(true, "a remix or a template")
        }
        try refuse(!request.pictures.isEmpty, "pictures together with an earlier video")
        try refuse(request.aspectRatio != nil, "the ratio of an earlier video")
        try refuse(request.resolution != nil, "the resolution of an earlier video")
        guard ["https://", "data:video/"].contains(where: link.hasPrefix) else {
            throw VideoError(
                .invalidRequest,
                "xAI takes an earlier video by its https URL, not by the ID of a task.",
                advice: "Nothing was sent. Give the link to the video."
            )
        }
        json["video"] = ["url": .string(link)]
    }
}
