/// What writes takes one of these: the few file-system calls that the journal and the downloader make.
///
/// A call that returns has happened in the file system's memory; only ``DiskFile/sync()`` and
/// ``syncFolder(_:)`` make it outlive a power loss. Use ``POSIXDisk`` in an app; a simulated disk loses
/// what was not synced, on purpose.
public protocol Disk: Sendable {
    /// Threads that this disk may block: purchases, downloads and everything else that waits for a sync run there. The
    /// bytes of a download may be written on a thread of the transport's, which may wait for it too. Nil for wherever
    /// the caller is, as for a disk in memory; whoever wraps a disk hands on the one of that disk.
    var executor: (any TaskExecutor)? { get }
    /// Opens a file, readable by its owner only where it is made.
    /// - Throws: ``DiskError``; also for what is no regular file, such as a pipe or a symbolic link.
    func open(_ path: String, _ mode: DiskOpenMode) throws -> any DiskFile
    /// Moves a file over another in one step, or into a place where none is.
    /// - Parameters:
    ///   - path: the file.
    ///   - newPath: where it is to be, in the same file system.
    ///   - replacing: false makes an existing file at the new place an error (`EEXIST`).
    func move(_ path: String, to newPath: String, replacing: Bool) throws
    /// Removes a file; none being there is no error.
    func remove(_ path: String) throws
    /// The size in bytes; nil if there is no entry. A symbolic link is an entry, wherever it leads.
    func size(of path: String) throws -> Int64?
    /// What is at a path; nil if nothing is.
    ///
    /// The default implementation takes every entry for a file that only its owner may write.
    /// - Parameters:
    ///   - path: where to look.
    ///   - followingLinks: whether to describe what a symbolic link leads to, instead of the link.
    func entry(at path: String, followingLinks: Bool) throws -> DiskEntry?
    /// The names in a folder, unsorted; empty where there is no folder.
    /// - Throws: ``DiskError`` if not all of them could be read.
    func names(in folder: String) throws -> [String]
    /// Makes a folder and those above it, for their owner only.
    func makeFolder(_ path: String) throws
    /// Makes sure that files can be made in a folder. Leaves nothing there.
    /// - Throws: ``DiskError``
    func checkWritable(_ folder: String) throws
    /// Makes what happened to a folder's entries outlive a power loss.
    func syncFolder(_ path: String) throws
    /// How many bytes may still be written below a path; nil where that is unknown.
    func freeBytes(at path: String) -> Int64?
}

/// How to open a file.
public enum DiskOpenMode: Sendable, Hashable {
    /// To read one that exists.
    case read
    /// To read and write, made where there is none.
    case update
    /// To read and write, made here; one that exists is an error (`EEXIST`).
    case create
}

/// An open file.
public protocol DiskFile: AnyObject, Sendable {
    /// The size in bytes.
    func size() throws -> Int64
    /// Whether the file still has a name. False if it was removed since it was opened: what is written to it is lost
    /// with the last process that has it open.
    var isLinked: Bool { get throws }
    /// Reads up to a number of bytes; fewer at the end of the file.
    func read(at offset: Int64, count: Int) throws -> [UInt8]
    /// Writes all bytes.
    func write(_ bytes: UnsafeRawBufferPointer, at offset: Int64) throws
    /// Cuts or extends the file.
    func truncate(to size: Int64) throws
    /// Makes everything written outlive a power loss.
    func sync() throws
    /// Takes the file's lock, which every process sees and which ends with the file being closed or the
    /// process dying.
    /// - Returns: false where somebody else, in this process or another, has it, or where the file has been
    ///   moved or removed since it was opened: the lock of a name is wanted, and it has passed to another file.
    func tryLock() throws -> Bool
    /// Gives the lock back. Nothing may be called afterwards; the descriptor goes with the last reference.
    func close()
}

extension Disk {
    /// Tells only whether something is there.
    public func entry(at path: String, followingLinks: Bool) throws -> DiskEntry? {
        try size(of: path).map { _ in DiskEntry(kind: .file, identity: path) }
    }
}

extension DiskFile {
    /// Writes all bytes.
    public func write(_ bytes: [UInt8], at offset: Int64) throws {
        try bytes.withUnsafeBytes { try write($0, at: offset) }
    }
}
