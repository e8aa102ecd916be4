/// The number and kind of pictures that a mode accepts.
public struct PictureLimits: Sendable, Hashable, Codable {
    /// The smallest number of pictures.
    public var minimum: Int
    /// The largest number of pictures.
    public var maximum: Int
    /// The largest accepted file, in bytes; nil if it is not known. A picture given as a URL is not checked.
    package var maximumBytes: Int?
    /// The shortest accepted side of a picture, in pixels.
    package var minimumSide: Int?
    /// The longest accepted side of a picture, in pixels.
    package var maximumSide: Int?
    /// The largest accepted ratio of the long side to the short side.
    package var maximumRatio: Double?
    /// The accepted file types; nil if every type of ``MediaInput/MediaType`` is accepted.
    package var types: [MediaInput.MediaType]?

    /// Creates limits for the pictures of a mode.
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
    /// Returns the reason why the mode does not accept a picture; nil if it accepts the picture, or if the picture is a
    /// URL.
    func validationFailure(for picture: MediaInput) -> String? {
        guard case .data(let data, let type) = picture.source else { return nil }
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
