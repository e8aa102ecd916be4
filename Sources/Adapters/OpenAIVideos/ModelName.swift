/// The name of a model. An open set, because every server and relay has its own names.
///
/// The members are the veo names of the relays. Use `ModelName(rawValue: "anything")` for any other name.
public struct ModelName: RawRepresentable, Sendable, Hashable, Codable {
    /// The provider's name of the model.
    public let rawValue: String

    /// Creates a model from its name.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// `veo2`: accepts text only.
    public static let veo2 = ModelName(rawValue: "veo2")
    /// `veo2-fast`: accepts text only.
    public static let veo2Fast = ModelName(rawValue: "veo2-fast")
    /// `veo2-fast-frames`: accepts up to two pictures, the first and the last frame.
    public static let veo2FastFrames = ModelName(rawValue: "veo2-fast-frames")
    /// `veo2-fast-components`: accepts up to three pictures of objects that the video shows.
    public static let veo2FastComponents = ModelName(rawValue: "veo2-fast-components")
    /// `veo2-pro`: accepts text only.
    public static let veo2Pro = ModelName(rawValue: "veo2-pro")
    /// `veo3`: accepts text only.
    public static let veo3 = ModelName(rawValue: "veo3")
    /// `veo3-fast`: accepts text only.
    public static let veo3Fast = ModelName(rawValue: "veo3-fast")
    /// `veo3-pro`: accepts text only.
    public static let veo3Pro = ModelName(rawValue: "veo3-pro")
    /// `veo3-pro-frames`: accepts one picture, the first frame.
    public static let veo3ProFrames = ModelName(rawValue: "veo3-pro-frames")

    /// The nine veo names, in the order of the relays' documentation.
    public static let veo: [ModelName] = [
        veo2, veo2Fast, veo2FastFrames, veo2FastComponents, veo2Pro, veo3, veo3Fast, veo3Pro, veo3ProFrames,
    ]

    /// The number of pictures that a veo model accepts; nil for a name that is not in ``veo``.
    public var maximumPictures: Int? {
        switch self {
        case .veo2FastFrames: 2
        case .veo2FastComponents: 3
        case .veo3ProFrames: 1
        default: Self.veo.contains(self) ? 0 : nil
        }
    }
}
