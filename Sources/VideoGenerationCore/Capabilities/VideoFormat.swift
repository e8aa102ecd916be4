/// A resolution or size that a model offers, with the lengths that it allows.
public struct VideoFormat: Sendable, Hashable, Codable {
    /// The API's name for the resolution, such as `768P`; nil if the API takes pixels.
    public var resolution: String?
    /// Width and height in pixels: the values that the API takes, or the size that ``resolution`` names.
    public var size: VideoSize?
    /// The accepted lengths in seconds, in ascending order; empty if the model offers no choice.
    public var seconds: [Int]

    /// Creates a format with its allowed lengths.
    public init(_ resolution: String? = nil, size: VideoSize? = nil, seconds: [Int]) {
        self.resolution = resolution
        self.size = size
        self.seconds = seconds
    }

    /// The resolution's name, or the size if there is no name.
    public var name: String { resolution ?? size?.description ?? "" }

    /// The length of the shorter side in pixels, used to compare names with sizes.
    var lines: Int? { size.map { min($0.width, $0.height) } ?? resolution.flatMap(Self.lines) }

    /// The number of lines that a name means: `768P` has 768 lines, `2K` has 1440, `4K` has 2160.
    static func lines(of name: String) -> Int? {
        let name = name.uppercased()
        guard let number = Int(name.prefix { $0.isASCII && $0.isNumber }), number < 100_000 else { return nil }
        return name.hasSuffix("K") ? (number == 2 ? 1440 : number * 540) : number
    }
}
