/// A model's name: an open set, because every server and relay has its own.
///
/// The members are the veo names of the relays; `ModelName(rawValue: "anything")` is as good.
public struct ModelName: RawRepresentable, Sendable, Hashable, Codable {
    /// The provider's name of the model.
    public let rawValue: String

    /// Takes a name.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// `veo2`: text alone.
    public static let veo2 = ModelName(rawValue: "veo2")
    /// `veo2-fast`: text alone.
    public static let veo2Fast = ModelName(rawValue: "veo2-fast")
    /// `veo2-fast-frames`: up to two pictures, the first and the last frame.
    public static let veo2FastFrames = ModelName(rawValue: "veo2-fast-frames")
    /// `veo2-fast-components`: up to three pictures of what shall appear.
    public static let veo2FastComponents = ModelName(rawValue: "veo2-fast-components")
    /// `veo2-pro`: text alone.
    public static let veo2Pro = ModelName(rawValue: "veo2-pro")
    /// `veo3`: text alone.
    public static let veo3 = ModelName(rawValue: "veo3")
    /// `veo3-fast`: text alone.
    public static let veo3Fast = ModelName(rawValue: "veo3-fast")
    /// `veo3-pro`: text alone.
    public static let veo3Pro = ModelName(rawValue: "veo3-pro")
    /// `veo3-pro-frames`: one picture, the first frame.
    public static let veo3ProFrames = ModelName(rawValue: "veo3-pro-frames")

    /// The nine veo names, in the order of the relays' pages.
    public static let veo: [ModelName] = [
        veo2, veo2Fast, veo2FastFrames, veo2FastComponents, veo2Pro, veo3, veo3Fast, veo3Pro, veo3ProFrames,
    ]

    /// How many pictures a veo model takes; nil for a name that is not one of ``veo``.
    public var maximumPictures: Int? {
        switch self {
        case .veo2FastFrames: 2
        case .veo2FastComponents: 3
        case .veo3ProFrames: 1
        default: Self.veo.contains(self) ? 0 : nil
        }
    }
}
