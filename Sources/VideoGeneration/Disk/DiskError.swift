import VideoPlatform

/// A file-system call that failed.
public struct DiskError: Error, Sendable, Hashable {
    /// The system's error number, such as `ENOSPC`.
    public var errno: Int32
    /// The call: `open`, `write`.
    public var operation: String
    /// The file or folder.
    public var path: String
    private var detail: String?

    /// Makes an error.
    public init(errno: Int32, operation: String, path: String) {
        self.errno = errno
        self.operation = operation
        self.path = path
    }

    /// What went wrong, as part of a sentence: the system's words, or better ones.
    public var reason: String { detail ?? String(cString: strerror(errno)) }
}

extension DiskError {
    /// The refusal of what is no regular file; nil for one that is.
    /// - Parameter format: the format bits of `st_mode`.
    init?(notRegular format: mode_t, _ path: String) {
        switch DiskEntry.Kind(format) {
        case .file: return nil
        case .folder: self.init(errno: EISDIR, operation: "open", path: path)
        case .link:
            self.init(errno: ELOOP, operation: "open", path: path)
            detail = "It is a symbolic link; name the file that it leads to"
        case .other:
            self.init(errno: EINVAL, operation: "open", path: path)
            detail = "It is a pipe, a device or a socket, not a file"
        }
    }

    /// Whether a file system says that it has no hard links: exFAT, SMB, and many that run in user space.
    var isWithoutHardLinks: Bool {
        operation == "link" && [EPERM, ENOTSUP, EOPNOTSUPP, ENOSYS, EMLINK].contains(errno)
    }
}
