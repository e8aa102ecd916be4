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

    /// Opens a regular file with `open(2)`, close-on-exec, mode 0600.
    ///
    /// A symbolic link, a pipe, a device, a socket and a folder are refused, and never waited for: a pipe without a
    /// writer would hold the caller up for ever, and a link leads wherever the one who made it wants.
    public func open(_ path: String, _ mode: DiskOpenMode) throws -> any DiskFile {
        let flags: Int32 =
            switch mode {
            case .read: O_RDONLY
            case .update: O_RDWR | O_CREAT
            case .create: O_RDWR | O_CREAT | O_EXCL
            }
        let descriptor: Int32
        do {
            descriptor = try SystemCall.retrying("open", path) {
                SystemCall.open(path, flags | O_NONBLOCK | O_NOFOLLOW | O_NOCTTY, 0o600)
            }
        } catch let error as DiskError {
            throw try Self.refusal(of: path, error)
        }
        let file = POSIXFile(descriptor, path: path)
        guard let refusal = try file.refusal else { return file }
        throw refusal
    }

    /// What kept a file from being opened, in better words than the system's where it is known.
    private static func refusal(of path: String, _ error: DiskError) throws -> DiskError {
        guard [ELOOP, EMLINK, ENXIO, EOPNOTSUPP].contains(error.errno),
            let info = try SystemCall.status(path, followingLinks: false)
        else { return error }
        return DiskError(notRegular: info.format, path) ?? error
    }

    /// `rename(2)`, or `link(2)` and `unlink(2)` where an existing file must stay.
    public func move(_ path: String, to newPath: String, replacing: Bool) throws {
        if replacing {
            _ = try SystemCall.retrying("rename", newPath) { rename(path, newPath) }
        } else {
            _ = try SystemCall.retrying("link", newPath) { link(path, newPath) }
            _ = try SystemCall.retrying("unlink", path) { unlink(path) }
        }
    }

    /// `unlink(2)`
    public func remove(_ path: String) throws {
        do { _ = try SystemCall.retrying("unlink", path) { unlink(path) } } catch let error as DiskError
            where error.errno == ENOENT
        {}
    }

    /// `lstat(2)`: a symbolic link is there, wherever it leads.
    public func size(of path: String) throws -> Int64? {
        try SystemCall.status(path, followingLinks: false).map { Int64($0.st_size) }
    }

    /// `lstat(2)` or `stat(2)`
    public func entry(at path: String, followingLinks: Bool) throws -> DiskEntry? {
        guard let info = try SystemCall.status(path, followingLinks: followingLinks) else { return nil }
        let user = geteuid()
        let isForeign = info.st_uid != user && info.st_uid != 0 && user != 0
        return DiskEntry(
            kind: DiskEntry.Kind(info.format),
            identity: "\(info.st_dev)/\(info.st_ino)",
            isWritableByOthers: isForeign || info.st_mode & 0o022 != 0
        )
    }

    /// `readdir(3)`
    public func names(in folder: String) throws -> [String] {
        guard let stream = opendir(folder) else {
            if errno == ENOENT { return [] }
            throw DiskError(errno: errno, operation: "opendir", path: folder)
        }
        defer { closedir(stream) }
        var names: [String] = []
        while true {
            // The end of the folder leaves it alone; an error sets it.
            errno = 0
            guard let entry = readdir(stream) else { break }
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        guard errno == 0 else { throw DiskError(errno: errno, operation: "readdir", path: folder) }
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
            _ = try SystemCall.retrying("mkdir", path) { mkdir(path, 0o700) }
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
        let file = SystemCall.open(folder, unnamed | O_RDWR, 0o600)
        if file >= 0 { return SystemCall.close(file) }
        #endif
        try checkWritableByName(folder)
    }

    /// Makes a file and removes it. A program that is killed in between leaves it behind, so the name is always the
    /// same one: the next check takes it away.
    func checkWritableByName(_ folder: String) throws {
        let usual = "\(folder)/.video-probe-\(geteuid())"
        // The third is for a folder in which another process took the name and keeps it.
        for path in [usual, usual, "\(usual)-\(getpid())"] {
            let file = SystemCall.open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600)
            let error = errno
            if file >= 0 { SystemCall.close(file) }
            if file >= 0 || error == EEXIST { _ = unlink(path) }
            if file >= 0 { return }
            guard error == EEXIST else { throw DiskError(errno: error, operation: "create", path: folder) }
        }
        throw DiskError(errno: EEXIST, operation: "create", path: folder)
    }

    /// `fsync(2)` on the folder; on Apple's systems `F_FULLFSYNC`.
    public func syncFolder(_ path: String) throws {
        let folder = try SystemCall.retrying("open", path) { SystemCall.open(path, O_RDONLY | O_DIRECTORY) }
        defer { SystemCall.close(folder) }
        _ = try SystemCall.retrying("fsync", path) { SystemCall.synchronize(folder) }
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
