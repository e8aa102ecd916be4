import Synchronization
import VideoGeneration
import VideoPlatform

/// The file of one sending, locked by the process that sends.
///
/// The first line is synced before the request is sent, the second one before the database is given the answer. The lock
/// ends with the process, and tells other processes that they may record the entry.
final class OpenSpoolEntry: Sendable {
    let name: String
    private let path: String
    private let file: any DiskFile
    private let content: Mutex<(entry: SpoolEntry, end: Int64)>

    /// Creates the synced file of a sending.
    /// - Throws: ``DiskError``; there is no file then.
    init(_ entry: SpoolEntry, named name: String, in folder: String, _ disk: any Disk) throws {
        self.name = name
        path = folder + "/" + name
        file = try disk.open(path, .create)
        do {
            guard try file.tryLock() else { throw DiskError(errno: EAGAIN, operation: "lock", path: path) }
            let line = try entry.line
            content = Mutex((entry, Int64(line.count)))
            try file.write(line, at: 0)
            try file.sync()
            try disk.syncFolder(folder)
        } catch {
            try? disk.remove(path)
            file.close()
            throw error
        }
    }

    /// Opens the file of a process that ended.
    /// - Returns: nil if another process uses or used it, or if nothing was sent; such a file is removed.
    init?(reading name: String, in folder: String, _ disk: any Disk) throws {
        self.name = name
        path = folder + "/" + name
        guard let file = try? disk.open(path, .update) else { return nil }
        self.file = file
        guard try file.tryLock() else { return nil }
        guard let entry = try SpoolEntry.last(in: file, path) else {
            try? disk.remove(path)
            file.close()
            return nil
        }
        content = Mutex((entry, try file.size()))
    }

    var entry: SpoolEntry { content.withLock { $0.entry } }

    /// Keeps the answer to the request, synced.
    func keep(_ answered: VideoTask) throws {
        try content.withLock { content in
            var entry = content.entry
            entry.remoteID = answered.remote?.id
            entry.standing = answered.mutableFields
            let line = try entry.line
            // A torn line would hide the next one.
            try file.truncate(to: content.end)
            try file.write(line, at: content.end)
            try file.sync()
            content = (entry, content.end + Int64(line.count))
        }
    }

    /// Removes the file, because the database has the outcome. A file that a crash brings back is recorded again, which
    /// changes nothing.
    func remove(_ disk: any Disk) {
        try? disk.remove(path)
        file.close()
    }

    /// Ends the lock and keeps the file.
    func close() { file.close() }
}
