/// Width and height in pixels, written `1280x720`.
public struct VideoSize: Sendable, Hashable, Codable {
    /// Pixels from left to right.
    public let width: Int
    /// Pixels from top to bottom.
    public let height: Int

    /// Takes a size; nil unless both sides are 1…16384.
    public init?(width: Int, height: Int) {
        guard (1...16384).contains(width), (1...16384).contains(height) else { return nil }
        self.width = width
        self.height = height
    }

    /// Reads `1280x720`; nil for anything else.
    public init?(_ text: some StringProtocol) {
        let parts = text.lowercased().split(separator: "x", omittingEmptySubsequences: false)
        guard parts.count == 2, let width = Int(parts[0]), let height = Int(parts[1]) else { return nil }
        self.init(width: width, height: height)
    }

    /// Reads a single string, `1280x720`.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let size = VideoSize(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a size")
        }
        self = size
    }

    /// Writes a single string, `1280x720`.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

extension VideoSize: CustomStringConvertible {
    /// `1280x720`
    public var description: String { "\(width)x\(height)" }
}
