/// What to make, in words that every backend shares.
///
/// Leave out what does not matter: the provider's default is taken, and nothing is invented. What only
/// one backend knows goes into ``options``.
/// ```swift
/// var request = VideoRequest(prompt: "a paper boat in the rain")
/// request.seconds = 6
/// ```
public struct VideoRequest: Sendable, Hashable, Codable {
    /// What to show, in the provider's language. Required unless ``firstFrame`` or ``source`` stands for it.
    public var prompt: String
    /// The provider's name of the model; nil for the provider's default.
    public var model: String?
    /// Length in seconds.
    public var seconds: Int?
    /// Width and height in pixels, for backends that take pixels.
    public var size: VideoSize?
    /// A named resolution such as `768P`, for backends that take names.
    public var resolution: String?
    /// `16:9`, `9:16` …, for backends that take a ratio.
    public var aspectRatio: String?
    /// The picture that the video starts from.
    public var firstFrame: MediaInput?
    /// The picture that the video ends with.
    public var lastFrame: MediaInput?
    /// Pictures of what shall appear: a face, a product, a style.
    public var references: [MediaInput]
    /// An earlier video or a template to start from.
    public var source: Source?
    /// What only this backend knows, by the backend's own field names; merged into the body last.
    public var options: [String: JSONValue]
    /// Keeps the prompt out of the journal and of logs; a digest stays.
    public var isPrivate: Bool

    /// An earlier video or a template to start from.
    public enum Source: Sendable, Hashable, Codable {
        /// The same video with another prompt.
        case remix(videoID: String)
        /// A targeted change of a video.
        case edit(videoID: String)
        /// A continuation of a video; ``VideoRequest/seconds`` is what the result shall last.
        case extend(videoID: String)
        /// A provider's template, filled with texts; ``VideoRequest/references`` are its pictures.
        case template(id: String, texts: [String])
    }

    /// Makes a request.
    public init(
        prompt: String,
        model: String? = nil,
        seconds: Int? = nil,
        size: VideoSize? = nil,
        resolution: String? = nil,
        aspectRatio: String? = nil,
        firstFrame: MediaInput? = nil,
        lastFrame: MediaInput? = nil,
        references: [MediaInput] = [],
        source: Source? = nil,
        options: [String: JSONValue] = [:],
        isPrivate: Bool = false
    ) {
        self.prompt = prompt
        self.model = model
        self.seconds = seconds
        self.size = size
        self.resolution = resolution
        self.aspectRatio = aspectRatio
        self.firstFrame = firstFrame
        self.lastFrame = lastFrame
        self.references = references
        self.source = source
        self.options = options
        self.isPrivate = isPrivate
    }

    /// The request as it may be kept: a private prompt is left out.
    var withoutPrivatePrompt: VideoRequest {
        guard isPrivate else { return self }
        var copy = self
        copy.prompt = ""
        if case .template(let id, _) = source { copy.source = .template(id: id, texts: []) }
        return copy
    }
}
