/// How many pictures a mode takes, and of what kind.
public struct PictureLimits: Sendable, Hashable, Codable {
    /// The least number.
    public var minimum: Int
    /// The greatest number.
    public var maximum: Int
    /// The largest file in bytes; nil where that is not known. A picture that is a link is not checked.
    public var maximumBytes: Int?
    /// The shortest that a side may be, in pixels.
    public var minimumSide: Int?
    /// The longest that a side may be, in pixels.
    public var maximumSide: Int?
    /// How many times as long as the short side the long one may be.
    public var maximumRatio: Double?
    /// The types; nil for every type that this package knows.
    public var types: [MediaInput.MediaType]?

    /// Makes limits.
    public init(
        minimum: Int = 0,
        maximum: Int,
        maximumBytes: Int? = nil,
        minimumSide: Int? = nil,
        maximumSide: Int? = nil,
        maximumRatio: Double? = nil,
        types: [MediaInput.MediaType]? = nil
    ) {
        self.minimum = minimum
        self.maximum = maximum
        self.maximumBytes = maximumBytes
        self.minimumSide = minimumSide
        self.maximumSide = maximumSide
        self.maximumRatio = maximumRatio
        self.types = types
    }
}

extension PictureLimits {
    /// Why a picture is not one that the mode takes; nil where it is, or where it is a link.
    func objection(to picture: MediaInput) -> String? {
        guard case .data(let data, let type) = picture else { return nil }
        if let maximumBytes, data.count > maximumBytes {
            return "has \(data.count.counted("byte")), and at most \(maximumBytes) are taken"
        }
        if let types, !types.contains(type) {
            return "is \(type.rawValue), and \(types.map(\.rawValue).joined(separator: ", ")) is taken"
        }
        guard let size = VideoSize(ofPicture: data, type) else { return nil }
        let (short, long) = (min(size.width, size.height), max(size.width, size.height))
        if let minimumSide, short < minimumSide {
            return "is \(size), and no side may be shorter than \(minimumSide)"
        }
        if let maximumSide, long > maximumSide {
            return "is \(size), and no side may be longer than \(maximumSide)"
        }
        if let maximumRatio, Double(long) > Double(short) * maximumRatio {
            return "is \(size), and one side may be at most \(maximumRatio) times the other"
        }
        return nil
    }
}
