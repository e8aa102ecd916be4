/// The few file-system calls that the journal and the downloader make.
///
/// A call that returns has changed only the file system's memory. ``DiskFile/sync()`` and ``syncFolder(_:)`` make
/// the change survive a power loss. Use ``POSIXDisk`` in an app and a simulated disk, which deliberately loses
/// unsynced changes, in a test.
package protocol Disk: Sendable {
    /// The threads that this disk can block, or nil to run on the caller's executor, as for a disk in memory.
    ///
    /// Submits, downloads and all other work that waits for a sync run on these threads. The bytes of a download
    /// can be written on a thread of the transport, which can block too. A disk that wraps another disk returns the
    /// executor of that disk.
    var executor: (any TaskExecutor)? { get }
    /// Opens a file. A new file is readable only by its owner.
    /// - Throws: ``DiskError``, also if the path isn't a regular file but for example a pipe or a symbolic link.
    func open(_ path: String, _ mode: DiskOpenMode) throws -> any DiskFile
    /// Moves a file in one step, over another file or to an unused path.
    /// - Parameters:
    ///   - path: The path of the file.
    ///   - newPath: The new path, in the same file system.
    ///   - replacing: Whether an existing file at the new path is replaced. If `false`, such a file is an error
    ///     (`EEXIST`).
    /// - Throws: ``DiskError`` if the file can't be moved.
    func move(_ path: String, to newPath: String, replacing: Bool) throws
    /// Removes a file. A missing file is not an error.
    func remove(_ path: String) throws
    /// Returns the size in bytes, or nil if there is no entry. A symbolic link is an entry, whatever it points to.
    func size(of path: String) throws -> Int64?
    /// Returns a description of the entry at a path, or nil if there is no entry.
    ///
    /// The default implementation describes every entry as a file that only its owner can write.
    /// - Parameters:
    ///   - path: The path of the entry.
    ///   - followingLinks: Whether to describe the target of a symbolic link instead of the link.
    func entry(at path: String, followingLinks: Bool) throws -> DiskEntry?
    /// Returns the names in a folder, unsorted, or an empty array if the folder doesn't exist.
    /// - Throws: ``DiskError`` if some of the names could not be read.
    func names(in folder: String) throws -> [String]
    /// Creates a folder and its missing parents, with access only for the owner.
    func makeFolder(_ path: String) throws
    /// Checks that files can be created in a folder, and leaves nothing there.
    /// - Throws: ``DiskError`` if no file can be created.
    func checkWritable(_ folder: String) throws
    /// Makes the changes to a folder's entries survive a power loss.
    func syncFolder(_ path: String) throws
    /// Returns how many bytes can still be written below a path, or nil if that is unknown.
    func freeBytes(at path: String) -> Int64?
}

/// A way to open a file.
package enum DiskOpenMode: Sendable, Hashable {
    /// Opens an existing file for reading.
    case read
    /// Opens a file for reading and writing, and creates it if it doesn't exist.
    case update
    /// Creates a file for reading and writing. An existing file is an error (`EEXIST`).
    case create
}

/// An open file of a ``Disk``.
package protocol DiskFile: AnyObject, Sendable {
    /// Returns the current size in bytes.
    func size() throws -> Int64
    /// Whether the file still has a name. False if it was removed since it was opened: its content is lost when the
    /// last process closes it.
    var isLinked: Bool { get throws }
    /// Reads up to a number of bytes. Returns fewer only at the end of the file.
    func read(at offset: Int64, count: Int) throws -> [UInt8]
    /// Writes all bytes at an offset.
    func write(_ bytes: UnsafeRawBufferPointer, at offset: Int64) throws
    /// Truncates or extends the file to a size in bytes.
    func truncate(to size: Int64) throws
    /// Makes all written bytes survive a power loss.
    func sync() throws
    /// Tries to take the file's lock, which all processes see. The lock ends when the file is closed or the process
    /// ends.
    /// - Returns: `false` if another user of the file, in this process or another one, holds the lock. Also `false`
    ///   if the file was moved or removed since it was opened, because the lock then no longer protects the path.
    func tryLock() throws -> Bool
    /// Releases the lock. No method can be called afterwards. The descriptor is closed with the last reference.
    func close()
}

extension Disk {
    /// The default implementation only reports whether an entry exists, and describes it as a private file.
    package func entry(at path: String, followingLinks: Bool) throws -> DiskEntry? {
        try size(of: path).map { _ in DiskEntry(kind: .file, identity: path) }
    }
}

extension DiskFile {
    /// Writes all bytes of an array at an offset.
    package func write(_ bytes: [UInt8], at offset: Int64) throws {
        try bytes.withUnsafeBytes { try write($0, at: offset) }
    }
}
