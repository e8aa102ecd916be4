/// A video file on disk whose size, hash and MP4 boxes were verified.
///
/// If the file is not an MP4 and was kept anyway, ``format`` is set, the boxes were not read, and width, height and
/// seconds are 0.
public struct StoredVideo: Sendable, Hashable, Codable {
    /// The absolute path of the file.
    public package(set) var path: String
    /// The size of the file in bytes.
    public package(set) var bytes: Int64
    /// The SHA-256 hash of the file's bytes, in hexadecimal.
    public package(set) var sha256: String
    /// The horizontal number of pixels.
    public package(set) var width: Int
    /// The vertical number of pixels.
    public package(set) var height: Int
    /// The playing time in seconds.
    public package(set) var seconds: Double
    /// The four-character code of the codec, such as `avc1`.
    public package(set) var codec: String
    /// The file's format if it is not an MP4, such as `WebM`; nil for an MP4.
    public package(set) var format: String?

    /// Creates a record of a stored file.
    package init(
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
