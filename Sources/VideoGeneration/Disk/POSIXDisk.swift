import VideoPlatform

/// The machine's file system, through POSIX calls that report every error.
///
/// Foundation is not used: on Linux its `replaceItemAt` destroys the new file, and `FileHandle.write` ends the
/// process if the disk is full.
package struct POSIXDisk: Disk {
    private static let threads = DiskExecutor()

    /// Creates a disk for the machine's file system.
    package init() {}

    /// The eight threads that all disks of this type share.
    package var executor: (any TaskExecutor)? { Self.threads }

    /// Opens a regular file with `open(2)`, close-on-exec, mode 0600.
    ///
    /// Rejects a symbolic link, a pipe, a device, a socket and a folder, and never waits for one: a pipe without a
    /// writer would block the caller forever, and a link can point to any file that its author chose.
    package func open(_ path: String, _ mode: DiskOpenMode) throws -> any DiskFile {
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

    /// Returns the reason why a file could not be opened, in a clearer text than the system's if the reason is
    /// known.
    private static func refusal(of path: String, _ error: DiskError) throws -> DiskError {
        guard [ELOOP, EMLINK, ENXIO, EOPNOTSUPP].contains(error.errno),
            let info = try SystemCall.status(path, followingLinks: false)
        else { return error }
        return DiskError(notRegular: info.format, path) ?? error
    }

    /// Moves a file with `rename(2)`, or with `link(2)` and `unlink(2)` if an existing file must be kept.
    package func move(_ path: String, to newPath: String, replacing: Bool) throws {
        if replacing {
            _ = try SystemCall.retrying("rename", newPath) { rename(path, newPath) }
        } else {
            _ = try SystemCall.retrying("link", newPath) { link(path, newPath) }
            _ = try SystemCall.retrying("unlink", path) { unlink(path) }
        }
    }

    /// Removes a file with `unlink(2)`.
    package func remove(_ path: String) throws {
        do { _ = try SystemCall.retrying("unlink", path) { unlink(path) } } catch let error as DiskError
            where error.errno == ENOENT
        {}
    }

    /// Returns the size with `lstat(2)`, which doesn't follow a symbolic link.
    package func size(of path: String) throws -> Int64? {
        try SystemCall.status(path, followingLinks: false).map { Int64($0.st_size) }
    }

    /// Returns a description of the entry with `lstat(2)` or `stat(2)`.
    package func entry(at path: String, followingLinks: Bool) throws -> DiskEntry? {
        guard let info = try SystemCall.status(path, followingLinks: followingLinks) else { return nil }
        let user = geteuid()
        let isForeign = info.st_uid != user && info.st_uid != 0 && user != 0
        return DiskEntry(
            kind: DiskEntry.Kind(info.format),
            identity: "\(info.st_dev)/\(info.st_ino)",
            isWritableByOthers: isForeign || info.st_mode & 0o022 != 0
        )
    }

    /// Returns the names in a folder with `readdir(3)`.
    package func names(in folder: String) throws -> [String] {
        guard let stream = opendir(folder) else {
            if errno == ENOENT { return [] }
            throw DiskError(errno: errno, operation: "opendir", path: folder)
        }
        defer { closedir(stream) }
        var names: [String] = []
        while true {
            // `readdir` leaves `errno` unchanged at the end of the folder and sets it on an error.
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

    /// Creates folders with `mkdir(2)`, mode 0700, from the top down.
    package func makeFolder(_ path: String) throws {
        var info = stat()
        if stat(path, &info) == 0, info.st_mode & S_IFMT == S_IFDIR { return }
        let parent = DiskPath(path).folder
        if parent != ".", parent != "/" { try makeFolder(parent) }
        do {
            _ = try SystemCall.retrying("mkdir", path) { mkdir(path, 0o700) }
        } catch let error as DiskError where error.errno == EEXIST {
            guard stat(path, &info) == 0, info.st_mode & S_IFMT == S_IFDIR else { throw error }
        }
    }

    /// Checks a folder by creating a file: one without a name if the system supports it (`O_TMPFILE`), otherwise
    /// one that is removed immediately.
    ///
    /// `access(2)` is not enough: for root it succeeds even if no file can be created.
    package func checkWritable(_ folder: String) throws {
        #if os(Linux)
        let unnamed: Int32 = 0o20_000_000 | O_DIRECTORY
        let file = SystemCall.open(folder, unnamed | O_RDWR, 0o600)
        if file >= 0 { return SystemCall.close(file) }
        #endif
        try checkWritableByName(folder)
    }

    /// Creates a file and removes it. A program that is killed in between leaves the file behind, so the name is
    /// always the same and the next check removes it.
    func checkWritableByName(_ folder: String) throws {
        let usual = "\(folder)/.video-probe-\(geteuid())"
        // The third name is for a folder in which another process created the usual name and keeps it.
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

    /// Syncs a folder with `fsync(2)`, or with `F_FULLFSYNC` on Apple platforms.
    package func syncFolder(_ path: String) throws {
        let folder = try SystemCall.retrying("open", path) { SystemCall.open(path, O_RDONLY | O_DIRECTORY) }
        defer { SystemCall.close(folder) }
        _ = try SystemCall.retrying("fsync", path) { SystemCall.synchronize(folder) }
    }

    /// Returns the free space that `statvfs(3)` reports.
    package func freeBytes(at path: String) -> Int64? {
        var info = statvfs()
        guard statvfs(path, &info) == 0 else { return nil }
        return Int64(
            clamping: UInt64(info.f_bavail).multipliedReportingOverflow(by: UInt64(info.f_frsize))
                .partialValue
        )
    }
}
