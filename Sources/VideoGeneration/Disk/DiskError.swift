import VideoPlatform

/// An error of a file-system call.
package struct DiskError: Error, Sendable, Hashable {
    /// The system's error number, such as `ENOSPC`.
    package var errno: Int32
    /// The name of the call, such as `open` or `write`.
    package var operation: String
    /// The path of the file or folder.
    package var path: String
    private var detail: String?

    /// Creates an error from its parts.
    package init(errno: Int32, operation: String, path: String) {
        self.errno = errno
        self.operation = operation
        self.path = path
    }

    /// The reason as part of a sentence: the system's text, or a clearer one if there is one.
    package var reason: String { detail ?? String(cString: strerror(errno)) }
}

extension DiskError {
    /// Creates the error for an entry that isn't a regular file, or returns nil for a regular file.
    /// - Parameters:
    ///   - format: The format bits of `st_mode`.
    ///   - path: The path of the entry.
    init?(notRegular format: mode_t, _ path: String) {
        switch DiskEntry.Kind(format) {
        case .file: return nil
        case .folder: self.init(errno: EISDIR, operation: "open", path: path)
        case .link:
            self.init(errno: ELOOP, operation: "open", path: path)
            detail = "It is a symbolic link; use the path of the file that it points to"
        case .other:
            self.init(errno: EINVAL, operation: "open", path: path)
            detail = "It is a pipe, a device or a socket, not a file"
        }
    }

    /// Whether the error says that the file system has no hard links: exFAT, SMB, and many that run in user space.
    var isWithoutHardLinks: Bool {
        operation == "link" && [EPERM, ENOTSUP, EOPNOTSUPP, ENOSYS, EMLINK].contains(errno)
    }
}
