/// A resolution or a size that a model makes, and the lengths that it allows.
public struct VideoFormat: Sendable, Hashable, Codable {
    /// The name by which the API calls it, such as `768P`; nil where the API takes pixels.
    public var resolution: String?
    /// Width and height: what the API takes, or what the name stands for.
    public var size: VideoSize?
    /// The lengths in seconds, ascending; empty where there is no choice.
    public var seconds: [Int]

    /// Makes a format.
    public init(_ resolution: String? = nil, size: VideoSize? = nil, seconds: [Int]) {
        self.resolution = resolution
        self.size = size
        self.seconds = seconds
    }

    /// The name or the size.
    public var name: String { resolution ?? size?.description ?? "" }

    /// The shorter side in lines, for comparing names with sizes.
    var lines: Int? { size.map { min($0.width, $0.height) } ?? resolution.flatMap(Self.lines) }

    /// `768P` has 768 lines, `2K` 1440, `4K` 2160.
    static func lines(of name: String) -> Int? {
        let name = name.uppercased()
        guard let number = Int(name.prefix { $0.isASCII && $0.isNumber }), number < 100_000 else { return nil }
        return name.hasSuffix("K") ? (number == 2 ? 1440 : number * 540) : number
    }
}
