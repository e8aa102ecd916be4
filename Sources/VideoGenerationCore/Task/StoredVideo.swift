/// A video on disk that was verified: its size, its hash and its boxes agree.
///
/// A file that is no MP4 and was kept all the same has a ``format``; then its boxes were not read, and width, height
/// and seconds are 0.
public struct StoredVideo: Sendable, Hashable, Codable {
    /// Where it is, as an absolute path.
    public var path: String
    /// Its size.
    public var bytes: Int64
    /// SHA-256 of its bytes, in hexadecimal.
    public var sha256: String
    /// Pixels from left to right.
    public var width: Int
    /// Pixels from top to bottom.
    public var height: Int
    /// How long it plays, in seconds.
    public var seconds: Double
    /// The codec's four letters: `avc1`.
    public var codec: String
    /// What the file is if it is no MP4, such as `WebM`; nil for an MP4.
    public var format: String?

    /// Makes a record.
    public init(
        path: String,
        bytes: Int64,
        sha256: String,
        width: Int,
        height: Int,
        seconds: Double,
        codec: String,
        format: String? = nil
    ) {
        self.path = path
        self.bytes = bytes
        self.sha256 = sha256
        self.width = width
        self.height = height
        self.seconds = seconds
        self.codec = codec
        self.format = format
    }
}
