import VideoPlatform

/// The machine's file system, through POSIX calls that report every error.
///
/// Foundation is not used: on Linux its `replaceItemAt` destroys the new file, and `FileHandle.write`
/// ends the process on a full disk.
public struct POSIXDisk: Disk {
    private static let threads = DiskExecutor()

    /// Makes the disk.
    public init() {}

    /// Eight threads that all disks of this kind share.
    public var executor: (any TaskExecutor)? { Self.threads }

    /// Opens with `open(2)`, close-on-exec, mode 0600.
    public func open(_ path: String, _ mode: DiskOpenMode) throws -> any DiskFile {
        let flags: Int32 =
            switch mode {
            case .read: O_RDONLY
            case .update: O_RDWR | O_CREAT
            case .create: O_RDWR | O_CREAT | O_EXCL
            }
        return POSIXFile(try retrying("open", path) { openFile(path, flags | O_CLOEXEC, 0o600) }, path: path)
    }

    /// `rename(2)`, or `link(2)` and `unlink(2)` where an existing file must stay.
    public func move(_ path: String, to newPath: String, replacing: Bool) throws {
        if replacing {
            _ = try retrying("rename", newPath) { rename(path, newPath) }
        } else {
            _ = try retrying("link", newPath) { link(path, newPath) }
            _ = try retrying("unlink", path) { unlink(path) }
        }
    }

    /// `unlink(2)`
    public func remove(_ path: String) throws {
        do { _ = try retrying("unlink", path) { unlink(path) } } catch let error as DiskError
            where error.errno == ENOENT
        {}
    }

    /// `stat(2)`
    public func size(of path: String) throws -> Int64? {
        var info = stat()
        do {
            _ = try retrying("stat", path) { stat(path, &info) }
            return Int64(info.st_size)
        } catch let error as DiskError where error.errno == ENOENT || error.errno == ENOTDIR {
            return nil
        }
    }

    /// `readdir(3)`
    public func names(in folder: String) throws -> [String] {
        guard let stream = opendir(folder) else {
            if errno == ENOENT { return [] }
            throw DiskError(errno: errno, operation: "opendir", path: folder)
        }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    /// `mkdir(2)`, mode 0700, from the top down.
    public func makeFolder(_ path: String) throws {
        var info = stat()
        if stat(path, &info) == 0, info.st_mode & S_IFMT == S_IFDIR { return }
        if let slash = path.lastIndex(of: "/"), slash != path.startIndex {
            try makeFolder(String(path[..<slash]))
        }
        do {
            _ = try retrying("mkdir", path) { mkdir(path, 0o700) }
        } catch let error as DiskError where error.errno == EEXIST {
            guard stat(path, &info) == 0, info.st_mode & S_IFMT == S_IFDIR else { throw error }
        }
    }

    /// Makes a file: one without a name where the system can (`O_TMPFILE`), else one that is gone at once.
    ///
    /// `access(2)` would not do: to root it says yes where no file can be made.
    public func checkWritable(_ folder: String) throws {
        #if os(Linux)
        let unnamed: Int32 = 0o20_000_000 | O_DIRECTORY
        let file = openFile(folder, unnamed | O_RDWR | O_CLOEXEC, 0o600)
        if file >= 0 {
            closeFile(file)
            return
        }
        #endif
        // A name that nobody else takes; it is gone before anybody could read it.
        let path = "\(folder)/.video-\(getpid())-\(UInt32.random(in: .min ... .max))"
        closeFile(try retrying("create", folder) { openFile(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600) })
        _ = try retrying("unlink", path) { unlink(path) }
    }

    /// `fsync(2)` on the folder; on Apple's systems `F_FULLFSYNC`.
    public func syncFolder(_ path: String) throws {
        let folder = try retrying("open", path) { openFile(path, O_RDONLY | O_CLOEXEC, 0) }
        defer { close(folder) }
        _ = try retrying("fsync", path) { synchronize(folder) }
    }

    /// `statvfs(3)`
    public func freeBytes(at path: String) -> Int64? {
        var info = statvfs()
        guard statvfs(path, &info) == 0 else { return nil }
        return Int64(
            clamping: UInt64(info.f_bavail).multipliedReportingOverflow(by: UInt64(info.f_frsize))
                .partialValue
        )
    }
}

/// An open file descriptor. Not synchronised: one owner at a time writes, which the lock is for.
final class POSIXFile: DiskFile {
    private let descriptor: Int32
    private let path: String

    init(_ descriptor: Int32, path: String) {
        self.descriptor = descriptor
        self.path = path
    }

    deinit { closeFile(descriptor) }

    func size() throws -> Int64 {
        var info = stat()
        _ = try retrying("fstat", path) { fstat(descriptor, &info) }
        return Int64(info.st_size)
    }

    /// The link count of `fstat(2)`.
    var isLinked: Bool {
        get throws {
            var info = stat()
            _ = try retrying("fstat", path) { fstat(descriptor, &info) }
            return info.st_nlink > 0
        }
    }

    func read(at offset: Int64, count: Int) throws -> [UInt8] {
        // An array made with room for nothing is the one empty array of the process, and its count is written to.
        guard count > 0 else { return [] }
        return try [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                let done = try retrying("read", path) {
                    pread(
                        descriptor,
                        buffer.baseAddress?.advanced(by: filled),
                        count - filled,
                        off_t(offset) + off_t(filled)
                    )
                }
                if done == 0 { break }
                filled += done
            }
        }
    }

    func write(_ bytes: UnsafeRawBufferPointer, at offset: Int64) throws {
        var written = 0
        while written < bytes.count {
            written += try retrying("write", path) {
                pwrite(
                    descriptor,
                    bytes.baseAddress?.advanced(by: written),
                    bytes.count - written,
                    off_t(offset) + off_t(written)
                )
            }
        }
    }

    func truncate(to size: Int64) throws {
        _ = try retrying("ftruncate", path) { ftruncate(descriptor, off_t(size)) }
    }

    func sync() throws { _ = try retrying("fsync", path) { synchronize(descriptor) } }

    func tryLock() throws -> Bool {
        do {
            _ = try retrying("flock", path) { flock(descriptor, LOCK_EX | LOCK_NB) }
        } catch let error as DiskError where error.errno == EWOULDBLOCK {
            return false
        }
        var mine = stat()
        var named = stat()
        _ = try retrying("fstat", path) { fstat(descriptor, &mine) }
        if stat(path, &named) == 0, mine.st_dev == named.st_dev, mine.st_ino == named.st_ino { return true }
        _ = flock(descriptor, LOCK_UN)
        return false
    }

    func close() { _ = flock(descriptor, LOCK_UN) }
}

private func openFile(_ path: String, _ flags: Int32, _ mode: mode_t) -> Int32 { open(path, flags, mode) }
private func closeFile(_ descriptor: Int32) { close(descriptor) }

/// Makes what was written outlive a power loss.
private func synchronize(_ descriptor: Int32) -> Int32 {
    #if canImport(Darwin)
    // There, fsync(2) leaves the bytes in the drive's own cache, says its manual. Not every file system has the other.
    if fcntl(descriptor, F_FULLFSYNC) != -1 { return 0 }
    guard [ENOTSUP, EINVAL, ENOTTY].contains(errno) else { return -1 }
    #endif
    return fsync(descriptor)
}

/// Calls until the call is not interrupted, and turns -1 into an error.
private func retrying<Result: FixedWidthInteger>(_ operation: String, _ path: String, _ call: () -> Result)
    throws -> Result
{
    while true {
        let result = call()
        if result != -1 { return result }
        if errno != EINTR { throw DiskError(errno: errno, operation: operation, path: path) }
    }
}
