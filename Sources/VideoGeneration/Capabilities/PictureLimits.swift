/// How many pictures a mode takes, and of what kind.
public struct PictureLimits: Sendable, Hashable, Codable {
    /// The least number.
    public var minimum: Int
    /// The greatest number.
    public var maximum: Int
    /// The largest file in bytes; nil where that is not known. A picture that is a link is not checked.
    public var maximumBytes: Int?
    /// The types; nil for every type that this package knows.
    public var types: [MediaInput.MediaType]?

    /// Makes limits.
    public init(
        minimum: Int = 0,
        maximum: Int,
        maximumBytes: Int? = nil,
        types: [MediaInput.MediaType]? = nil
    ) {
        self.minimum = minimum
        self.maximum = maximum
        self.maximumBytes = maximumBytes
        self.types = types
    }
}
