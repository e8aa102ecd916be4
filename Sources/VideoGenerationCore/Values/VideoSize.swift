/// Width and height in pixels, written as `1280x720`.
public struct VideoSize: Sendable, Hashable, Codable {
    /// The horizontal number of pixels.
    public let width: Int
    /// The vertical number of pixels.
    public let height: Int

    /// Creates a size; nil unless both sides are in 1…16384.
    public init?(width: Int, height: Int) {
        guard (1...16384).contains(width), (1...16384).contains(height) else { return nil }
        self.width = width
        self.height = height
    }

    /// Parses a size such as `1280x720`; nil for any other text.
    public init?(_ text: some StringProtocol) {
        let parts = text.lowercased().split(separator: "x", omittingEmptySubsequences: false)
        guard parts.count == 2, let width = Int(parts[0]), let height = Int(parts[1]) else { return nil }
        self.init(width: width, height: height)
    }

    /// Decodes a size from a single string such as `1280x720`.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let size = VideoSize(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a size")
        }
        self = size
    }

    /// Encodes the size as a single string such as `1280x720`.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

extension VideoSize: CustomStringConvertible {
    /// The size as text, such as `1280x720`.
    public var description: String { "\(width)x\(height)" }
}
