/// An output besides the video that is on disk, such as the last frame.
public struct StoredOutput: Sendable, Hashable, Codable {
    /// The kind of the output.
    public package(set) var kind: VideoOutput.Kind
    /// The position of the output among those of its kind, counted from 1. The main video is the first video.
    package var number: Int
    /// The absolute path of the file.
    public package(set) var path: String
    /// The size of the file in bytes.
    public package(set) var bytes: Int64
    /// The SHA-256 hash of the file's bytes, in hexadecimal.
    public package(set) var sha256: String

    /// Creates a record of a stored file.
    package init(kind: VideoOutput.Kind, number: Int, path: String, bytes: Int64, sha256: String) {
        self.kind = kind
        self.number = number
        self.path = path
        self.bytes = bytes
        self.sha256 = sha256
    }
}
