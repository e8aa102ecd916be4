import Synchronization

/// A cache of folders that were writable within the last second.
///
/// A check creates and removes a file. That is slow if many videos go into one folder: an ext4 file system without
/// a journal searches all inodes that were freed in the last few minutes whenever it creates another one. A result
/// can be outdated immediately in any case, so keeping it for a second loses nothing.
final class WritableFolders: Sendable {
    private static let validity = Duration.seconds(1)
    private let checks = Mutex<[String: Duration]>([:])

    /// Checks that files can be created in a folder. Failures are not cached.
    /// - Throws: ``DiskError`` if no file can be created.
    func check(_ folder: String, on disk: any Disk, at now: Duration) throws {
        if let last = checks.withLock({ $0[folder] }), now - last < Self.validity { return }
        try disk.checkWritable(folder)
        checks.withLock { checks in
            checks = checks.filter { now - $0.value < Self.validity }
            checks[folder] = now
        }
    }
}
