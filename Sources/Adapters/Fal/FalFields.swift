import VideoGenerationCore

/// The names and forms of a model's fields that differ between models.
struct FalFields: Sendable {
    /// The form of `duration`.
    enum Duration: Sendable {
        /// A text with the unit, such as `"8s"`.
        case withUnit
        /// A text without the unit, such as `"8"`.
        case plain
    }

    /// The form of `duration`; nil if it is not known.
    var duration: Duration?
    /// The field of the first frame; nil if the model has none.
    var firstFrame: String?
    /// The field of the last frame; nil if the model has none.
    var lastFrame: String?
    /// The field of the reference pictures; nil if the model has none.
    var references: String?

    /// Returns the fields of a model by its path.
    ///
    /// A model that is not described takes the names that all described models share. It takes a first frame only if its
    /// path says that it makes videos from images: a text model ignores the picture and makes another video for the
    /// same price.
    static func of(_ path: String) -> FalFields {
        if let known = FalModels.all.first(where: { $0.description.name == path }) { return known.fields }
        return FalFields(firstFrame: path.contains("image-to-video") ? "image_url" : nil)
    }

    /// Returns the body of a submit.
    func body(_ request: VideoRequest, by dialect: String) throws -> JSONObject {
        try request.refuse(request.size != nil, "a size in pixels", by: dialect)
        try request.refuse(request.source != nil, "an earlier video or a template", by: dialect)
        try request.refuse(request.media.contains { $0.kind != .picture }, "a video or audio reference", by: dialect)
        try request.refuse(request.seconds != nil && duration == nil, "the length of this model", by: dialect)
        try request.refuse(request.firstFrame != nil && firstFrame == nil, "a first frame of this model", by: dialect)
        try request.refuse(request.lastFrame != nil && lastFrame == nil, "a last frame of this model", by: dialect)
        try request.refuse(
            !request.references.isEmpty && references == nil,
            "reference pictures of this model",
            by: dialect
        )
        var body: JSONObject = [:]
        if !request.prompt.allSatisfy(\.isWhitespace) { body["prompt"] = .string(request.prompt) }
        if let seconds = request.seconds {
            body["duration"] = .string(duration == .withUnit ? "\(seconds)s" : "\(seconds)")
        }
        if let ratio = request.aspectRatio { body["aspect_ratio"] = .string(ratio) }
        if let resolution = request.resolution { body["resolution"] = .string(resolution) }
        if let picture = request.firstFrame, let firstFrame { body[firstFrame] = .string(try picture.sendableURL()) }
        if let picture = request.lastFrame, let lastFrame { body[lastFrame] = .string(try picture.sendableURL()) }
        if !request.references.isEmpty, let references {
            body[references] = .array(try request.references.map { .string(try $0.sendableURL()) })
        }
        body.merge(request.options)
        return body
    }
}
