import VideoGenerationCore

/// The names of a model's input fields that differ between models; nil if the model has no such field.
struct ReplicateFields: Sendable {
    /// The field of the length in seconds, a number.
    var duration: String?
    /// The field of the ratio.
    var aspectRatio: String?
    /// The field of the resolution.
    var resolution: String?
    /// The field of the first frame.
    var firstFrame: String?
    /// The field of the last frame.
    var lastFrame: String?
    /// The field of the reference pictures.
    var references: String?

    /// Returns the fields of a model. A model that is not described takes the prompt alone, because a model ignores a
    /// field that it does not have, and makes another video for the same price.
    static func of(_ model: String?) -> ReplicateFields {
        ReplicateModels.all.first { $0.description.name == model }?.fields ?? ReplicateFields()
    }

    /// Returns the input of a prediction.
    func input(_ request: VideoRequest, by dialect: String) throws -> JSONObject {
        try request.refuse(request.size != nil, "a size in pixels", by: dialect)
        try request.refuse(request.source != nil, "an earlier video or a template", by: dialect)
        try request.refuseVideosAndAudio(by: dialect)
        try refuse(request.seconds != nil, duration, "the length", request, dialect)
        try refuse(request.aspectRatio != nil, aspectRatio, "the ratio", request, dialect)
        try refuse(request.resolution != nil, resolution, "the resolution", request, dialect)
        try refuse(request.firstFrame != nil, firstFrame, "a first frame", request, dialect)
        try refuse(request.lastFrame != nil, lastFrame, "a last frame", request, dialect)
        try refuse(!request.references.isEmpty, references, "reference pictures", request, dialect)
        try request.refuse(request.lastFrame != nil && request.firstFrame == nil, "a last frame alone", by: dialect)
        try request.refuse(
            request.firstFrame != nil && !request.references.isEmpty,
            "frames together with references",
            by: dialect
        )
        var input: JSONObject = [:]
        if !request.prompt.allSatisfy(\.isWhitespace) { input["prompt"] = .string(request.prompt) }
        if let duration, let seconds = request.seconds { input[duration] = JSONValue(seconds) }
        if let aspectRatio, let ratio = request.aspectRatio { input[aspectRatio] = .string(ratio) }
        if let resolution, let name = request.resolution { input[resolution] = .string(name) }
        if let firstFrame, let picture = request.firstFrame { input[firstFrame] = .string(try picture.sendableURL()) }
        if let lastFrame, let picture = request.lastFrame { input[lastFrame] = .string(try picture.sendableURL()) }
        if let references, !request.references.isEmpty {
            input[references] = .array(try request.references.map { .string(try $0.sendableURL()) })
        }
        input.merge(request.options)
        return input
    }

    private func refuse(
        _ isAsked: Bool,
        _ field: String?,
        _ what: String,
        _ request: VideoRequest,
        _ dialect: String
    ) throws {
        try request.refuse(isAsked && field == nil, "\(what) of this model", by: dialect)
    }
}
