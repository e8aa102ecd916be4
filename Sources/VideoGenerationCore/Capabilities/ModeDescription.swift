/// The values that a model accepts in one mode.
///
/// A list that is nil means that nothing is known about the field: every value is sent to the provider. An empty list
/// means that the model offers no choice: the field is not sent.
public struct ModeDescription: Sendable, Hashable {
    /// The mode that this value describes.
    public var mode: GenerationMode
    /// The resolutions or sizes, each with the lengths that it allows.
    public var formats: [VideoFormat]?
    /// The resolution that the provider uses if the request names none.
    public var defaultResolution: String?
    /// The length in seconds that the provider uses if the request names none.
    public var defaultSeconds: Int?
    /// The accepted ratios of width to height, such as `16:9`.
    public var aspectRatios: [String]?
    /// The aspect ratio that is sent if the request names none.
    package var defaultAspectRatio: String?
    /// Whether the request must have a prompt.
    package var needsPrompt: Bool
    /// The number and kind of pictures that the mode accepts; nil if nothing is known about them.
    public var pictures: PictureLimits?
    /// The videos and audio files that the mode accepts as references. A kind without limits here is not accepted.
    public var media: [MediaLimits]

    /// Creates a description of one mode.
    public init(
        _ mode: GenerationMode,
        formats: [VideoFormat]? = nil,
        defaultResolution: String? = nil,
        defaultSeconds: Int? = nil,
        aspectRatios: [String]? = nil,
        defaultAspectRatio: String? = nil,
        needsPrompt: Bool = true,
        pictures: PictureLimits? = nil,
        media: [MediaLimits] = []
    ) {
        self.mode = mode
        self.formats = formats
        self.defaultResolution = defaultResolution
        self.defaultSeconds = defaultSeconds
        self.aspectRatios = aspectRatios
        self.defaultAspectRatio = defaultAspectRatio
        self.needsPrompt = needsPrompt
        self.pictures = pictures
        self.media = media
    }
}

extension ModeDescription: Codable {
    private enum CodingKeys: String, CodingKey {
        case mode, formats, defaultResolution, defaultSeconds, aspectRatios, defaultAspectRatio, needsPrompt,
            pictures, media
    }

    /// Decodes a description. Every field except the mode is optional.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            try container.decode(GenerationMode.self, forKey: .mode),
            formats: try container.decodeIfPresent([VideoFormat].self, forKey: .formats),
            defaultResolution: try container.decodeIfPresent(String.self, forKey: .defaultResolution),
            defaultSeconds: try container.decodeIfPresent(Int.self, forKey: .defaultSeconds),
            aspectRatios: try container.decodeIfPresent([String].self, forKey: .aspectRatios),
            defaultAspectRatio: try container.decodeIfPresent(String.self, forKey: .defaultAspectRatio),
            needsPrompt: try container.decodeIfPresent(Bool.self, forKey: .needsPrompt) ?? true,
            pictures: try container.decodeIfPresent(PictureLimits.self, forKey: .pictures),
            media: try container.decodeIfPresent([MediaLimits].self, forKey: .media) ?? []
        )
    }
}
