/// The description of a video to make, in terms that all providers share.
///
/// A setting that is nil is not sent, and the provider's default applies. Settings that only one provider has go into
/// ``options``.
/// ```swift
/// var request = VideoRequest(prompt: "a paper boat in the rain")
/// request.seconds = 6
/// ```
public struct VideoRequest: Sendable, Hashable, Codable {
    /// The text that describes the video. Required unless ``firstFrame`` or ``source`` takes its place.
    public var prompt: String
    /// The provider's name for the model; nil for the provider's default.
    public var model: String?
    /// The length of the video in seconds.
    public var seconds: Int?
    /// Width and height in pixels, for providers that take pixels.
    public var size: VideoSize?
    /// A named resolution such as `768P`, for providers that take names.
    public var resolution: String?
    /// The ratio of width to height, such as `16:9`, for providers that take a ratio.
    public var aspectRatio: String?
    /// The picture that the video starts with.
    public var firstFrame: MediaInput?
    /// The picture that the video ends with.
    public var lastFrame: MediaInput?
    /// Pictures, videos and audio of what should appear: a face, a product, a style, a voice.
    public var references: [MediaInput]
    /// An earlier video or a template to start from.
    public var source: Source?
    /// Provider-specific settings, keyed by the provider's field names. They are merged into the body last.
    public var options: [String: JSONValue]
    /// Omits the prompt from the journal. After a restart the prompt is empty, and `VideoClient/resolve(_:as:)` can't
    /// match the task by it.
    public var isPrivate: Bool

    /// An earlier video or a template to start from.
    public enum Source: Sendable, Hashable, Codable {
        /// The same video with a different prompt.
        case remix(videoID: String)
        /// A limited change to an existing video.
        case edit(videoID: String)
        /// An extension of an existing video. ``VideoRequest/seconds`` is the length of the result.
        case extend(videoID: String)
        /// A provider's template, filled with texts. ``VideoRequest/references`` are its pictures.
        case template(id: String, texts: [String])
    }

    /// Creates a request. Settings that are nil are left to the provider.
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

    /// A copy for the journal, without the prompt and the template texts if the request is private.
    var withoutPrivatePrompt: VideoRequest {
        guard isPrivate else { return self }
        var copy = self
        copy.prompt = ""
        if case .template(let id, _) = source { copy.source = .template(id: id, texts: []) }
        return copy
    }
}
