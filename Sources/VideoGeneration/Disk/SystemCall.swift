import VideoPlatform

/// System calls that report every error and are repeated when a signal interrupts them.
enum SystemCall {
    /// Calls until the call is not interrupted, and turns -1 into an error.
    static func retrying<Result: FixedWidthInteger>(_ operation: String, _ path: String, _ call: () -> Result)
        throws -> Result
    {
        while true {
            let result = call()
            if result != -1 { return result }
            if errno != EINTR { throw DiskError(errno: errno, operation: operation, path: path) }
        }
    }

    static func open(_ path: String, _ flags: Int32, _ mode: mode_t = 0) -> Int32 {
        VideoPlatform.open(path, flags | O_CLOEXEC, mode)
    }

    static func close(_ descriptor: Int32) { _ = VideoPlatform.close(descriptor) }

    /// What is at a path; nil if nothing is.
    static func status(_ path: String, followingLinks: Bool) throws -> stat? {
        var info = stat()
        do {
            _ = try retrying("stat", path) { followingLinks ? stat(path, &info) : lstat(path, &info) }
            return info
        } catch let error as DiskError where error.errno == ENOENT || error.errno == ENOTDIR {
            return nil
        }
    }

    /// Makes what was written outlive a power loss.
    static func synchronize(_ descriptor: Int32) -> Int32 {
        #if canImport(Darwin)
        // There, fsync(2) leaves the bytes in the drive's own cache, says its manual. Not every file system has the other.
        if fcntl(descriptor, F_FULLFSYNC) != -1 { return 0 }
        guard [ENOTSUP, EINVAL, ENOTTY].contains(errno) else { return -1 }
        #endif
        return fsync(descriptor)
    }
}

extension stat {
    /// The kind of thing that this describes: `S_IFREG`, `S_IFDIR`.
    var format: mode_t { st_mode & S_IFMT }
}
