import Synchronization
import VideoPlatform

/// An index of the tasks by their providers' IDs. It keeps the IDs of pruned tasks.
///
/// The first line with an ID counts, and lines are only appended, under the lock of their file. A submit does not sync
/// them: the journal still has the IDs that a power loss removes, and pruning syncs the index before it removes a task.
final class RemoteIDs: Sendable {
    private let journalFolder: String
    private let folder: String
    private let disk: any Disk
    private let clock: any EngineClock
    /// Whether this process has added the tasks of a version without this index.
    private let isCompleted = Mutex(false)

    init(journalFolder: String, disk: any Disk, clock: any EngineClock) {
        self.journalFolder = journalFolder
        folder = journalFolder + "/ids"
        self.disk = disk
        self.clock = clock
    }

    // MARK: - Claims

    /// Claims the ID that a provider gave to a task, before the task's own file contains it.
    ///
    /// If the index cannot be written, the ID is still written to the journal.
    /// - Returns: the earlier task with the ID; nil if the ID is new or the index cannot be read.
    func claim(_ remote: RemoteTask, for task: VideoTask) async -> VideoTask.ID? {
        // A provider may return a finished video without an ID.
        guard !remote.id.isEmpty else { return nil }
        let key = RemoteIDKey(remote.id, at: task.provider.endpoint)
        guard let file = try? await lock(key.shard) else { return nil }
        defer { file.close() }
        return try? claim([(key, task.id)], in: file).first
    }

    /// Runs work that gives an ID to a task, and claims the ID, while no other process can do either.
    /// - Throws: ``VideoError`` if another task has or had the ID, or the index cannot be read or locked; the error of
    ///   `work`, and then the ID is not claimed.
    func withClaim<Value>(of remoteID: String, for task: VideoTask, _ work: () async throws -> Value) async throws
        -> Value
    {
        let key = RemoteIDKey(remoteID, at: task.provider.endpoint)
        let file: any DiskFile
        do {
            file = try await lock(key.shard)
            if let owner = try read(file).owner(of: key), owner != task.id {
                throw VideoError.claimed(remoteID, by: owner, for: task)
            }
        } catch let error as DiskError {
            throw VideoError(storage: error, doing: "lock the index of the providers' IDs")
        }
        defer { file.close() }
        let value = try await work()
        // The task's file contains the ID now, so a failure to claim it loses nothing.
        _ = try? claim([(key, task.id)], in: file)
        return value
    }

    /// Returns the task that has or had an ID, or nil if none is known.
    func owner(of remoteID: String, at endpoint: Endpoint) throws(VideoError) -> VideoTask.ID? {
        let key = RemoteIDKey(remoteID, at: endpoint)
        return try VideoError.storing("read the index of the providers' IDs") { try read(key.shard).owner(of: key) }
    }

    // MARK: - The journal's tasks

    /// Adds the tasks of a journal that a version without this index wrote. A process does this once, because it reads
    /// all tasks.
    func complete(with tasks: () throws -> [VideoTask]) async throws {
        let isFirst = isCompleted.withLock { isCompleted in
            defer { isCompleted = true }
            return !isCompleted
        }
        let marker = folder + "/complete"
        guard isFirst, try disk.size(of: marker) == nil else { return }
        try await keep(tasks())
        try open(marker).close()
    }

    /// Adds the IDs of tasks that the index lacks.
    /// - Parameter synced: whether they have to be durable, because the tasks are about to be removed.
    /// - Throws: ``VideoError`` with code `busy`, or `DiskError`.
    func keep(_ tasks: [VideoTask], synced: Bool = false) async throws {
        let claims = tasks.flatMap { task in
            task.remoteIDKeys.map { ($0, task.id) }
        }
        for (shard, claims) in Dictionary(grouping: claims, by: \.0.shard).sorted(by: { $0.key < $1.key }) {
            let known = try read(shard)
            let missing = claims.filter { known.owner(of: $0.0) == nil }
            if !missing.isEmpty {
                let file = try await lock(shard)
                defer { file.close() }
                _ = try claim(missing, in: file)
            }
            if synced { try open(path(shard)).sync() }
        }
        if synced, !claims.isEmpty {
            try disk.syncFolder(folder)
            try disk.syncFolder(journalFolder)
        }
    }

    /// Returns all keys, each with its task.
    func all() throws -> [(key: String, owner: VideoTask.ID)] {
        try disk.names(in: folder).filter { $0.utf8.count == 2 }.sorted().flatMap { try read($0).lines }
    }

    /// Adds the keys that the index lacks, durably.
    func put(_ remotes: [(key: String, owner: VideoTask.ID)]) throws {
        for (shard, lines) in Dictionary(grouping: remotes, by: { String($0.key.prefix(2)) }) {
            let file = try open(path(shard))
            defer { file.close() }
            var content = try read(file)
            let end = content.bytes.count
            for line in lines { _ = content.add(RemoteIDKey(digits: line.key), line.owner) }
            try file.write(Array(content.bytes[end...]), at: Int64(end))
            try file.sync()
        }
        try open(folder + "/complete").close()
        try disk.syncFolder(folder)
        try disk.syncFolder(journalFolder)
    }

    // MARK: - Files

    private func path(_ shard: String) -> String { "\(folder)/\(shard)" }

    /// Adds the claims that are new to a locked file.
    /// - Returns: the other tasks that already have one of the IDs.
    private func claim(_ claims: [(RemoteIDKey, VideoTask.ID)], in file: any DiskFile) throws -> [VideoTask.ID] {
        var shard = try read(file)
        let end = shard.bytes.count
        let others = claims.compactMap { key, id in shard.add(key, id).flatMap { $0 == id ? nil : $0 } }
        guard shard.bytes.count > end else { return others }
        do { try file.write(Array(shard.bytes[end...]), at: Int64(end)) } catch {
            try? file.truncate(to: Int64(end))
            throw error
        }
        return others
    }

    private func read(_ shard: String) throws -> RemoteIDShard {
        do { return try read(disk.open(path(shard), .read)) } catch let error as DiskError where error.errno == ENOENT {
            return RemoteIDShard([])
        }
    }

    private func read(_ file: any DiskFile) throws -> RemoteIDShard {
        let size = try file.size()
        guard size <= RemoteIDShard.maximumSize else { throw DiskError(errno: EFBIG, operation: "read", path: folder) }
        return RemoteIDShard(try file.read(at: 0, count: Int(size)))
    }

    /// Opens a file for writing, and creates the folder with the first file.
    private func open(_ path: String) throws -> any DiskFile {
        do { return try disk.open(path, .update) } catch let error as DiskError where error.errno == ENOENT {
            try disk.makePrivateFolder(folder)
            return try disk.open(path, .update)
        }
    }

    /// Opens and locks a file, also for a cancelled caller: an ID that was received must be recorded.
    private func lock(_ shard: String) async throws -> any DiskFile {
        let file = try await disk.lockedFile(within: .seconds(2), on: clock, waitsWhenCancelled: true) {
            try open(path(shard))
        }
        guard let file else {
            throw VideoError(
                .busy,
                "Another process uses the index of the providers' IDs.",
                advice: "Nothing was changed. Try again in a moment."
            )
        }
        return file
    }
}
