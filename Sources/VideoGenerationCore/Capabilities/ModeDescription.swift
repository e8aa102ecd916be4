/// What a model can do in one mode.
///
/// A list that is nil means that nothing is known and everything is sent on; an empty one means that there
/// is no choice, and that the field is not sent.
public struct ModeDescription: Sendable, Hashable {
    /// The mode.
    public var mode: GenerationMode
    /// The resolutions or sizes, and the lengths that each allows.
    public var formats: [VideoFormat]?
    /// The resolution that is made where none is asked for.
    public var defaultResolution: String?
    /// The length in seconds that is made where none is asked for.
    public var defaultSeconds: Int?
    /// The ratios of width to height, as `16:9`.
    public var aspectRatios: [String]?
    /// The ratio that is sent where none is asked for.
    public var defaultAspectRatio: String?
    /// Whether a prompt must be there.
    public var needsPrompt: Bool
    /// How many pictures, and of what kind.
    public var pictures: PictureLimits?

    /// Makes a description.
    public init(
        _ mode: GenerationMode,
        formats: [VideoFormat]? = nil,
        defaultResolution: String? = nil,
        defaultSeconds: Int? = nil,
        aspectRatios: [String]? = nil,
        defaultAspectRatio: String? = nil,
        needsPrompt: Bool = true,
        pictures: PictureLimits? = nil
    ) {
        self.mode = mode
        self.formats = formats
        self.defaultResolution = defaultResolution
        self.defaultSeconds = defaultSeconds
        self.aspectRatios = aspectRatios
        self.defaultAspectRatio = defaultAspectRatio
        self.needsPrompt = needsPrompt
        self.pictures = pictures
    }
}

extension ModeDescription: Codable {
    private enum CodingKeys: String, CodingKey {
        case mode, formats, defaultResolution, defaultSeconds, aspectRatios, defaultAspectRatio, needsPrompt,
            pictures
    }

    /// Reads a description in which everything but the mode may be left out.
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
            pictures: try container.decodeIfPresent(PictureLimits.self, forKey: .pictures)
        )
    }
}
