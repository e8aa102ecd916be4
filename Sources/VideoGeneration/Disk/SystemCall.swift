import VideoPlatform

/// System calls that report every error and are repeated if a signal interrupts them.
enum SystemCall {
    /// Repeats a call until no signal interrupts it, and throws an error if it returns -1.
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

    /// Returns the status of the entry at a path, or nil if there is no entry.
    static func status(_ path: String, followingLinks: Bool) throws -> stat? {
        var info = stat()
        do {
            _ = try retrying("stat", path) { followingLinks ? stat(path, &info) : lstat(path, &info) }
            return info
        } catch let error as DiskError where error.errno == ENOENT || error.errno == ENOTDIR {
            return nil
        }
    }

    /// Makes written bytes survive a power loss.
    static func synchronize(_ descriptor: Int32) -> Int32 {
        #if canImport(Darwin)
        // On Apple platforms, fsync(2) leaves the bytes in the drive's cache, according to its manual page. Not
        // every file system supports F_FULLFSYNC.
        if fcntl(descriptor, F_FULLFSYNC) != -1 { return 0 }
        guard [ENOTSUP, EINVAL, ENOTTY].contains(errno) else { return -1 }
        #endif
        return fsync(descriptor)
    }
}

extension stat {
    /// The format bits of the mode, such as `S_IFREG` or `S_IFDIR`.
    var format: mode_t { st_mode & S_IFMT }
}
