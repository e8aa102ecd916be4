/// A file-system call that failed.
public struct DiskError: Error, Sendable, Hashable {
    /// The system's error number, such as `ENOSPC`.
    public var errno: Int32
    /// The call: `open`, `write`.
    public var operation: String
    /// The file or folder.
    public var path: String

    /// Makes an error.
    public init(errno: Int32, operation: String, path: String) {
        self.errno = errno
        self.operation = operation
        self.path = path
    }
}
