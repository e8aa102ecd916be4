import Synchronization
import VideoPlatform

/// Which task each of the providers' IDs belongs to: an index beside the tasks that outlives their pruning.
///
/// The first line of an ID counts, and lines are only appended, under the lock of their file. A purchase does not sync
/// them: what a power loss takes is in the journal still, and pruning writes and syncs it before it removes a task.
final class RemoteIDs: Sendable {
    private let journalFolder: String
    private let folder: String
    private let disk: any Disk
    private let clock: any EngineClock
    /// Whether this process has seen to the tasks of a version without this index.
    private let isSeenTo = Mutex(false)

    /// How often a lock is asked for, 10 ms apart where the caller can wait.
    private static let attempts = 200

    init(journalFolder: String, disk: any Disk, clock: any EngineClock) {
        self.journalFolder = journalFolder
        folder = journalFolder + "/ids"
        self.disk = disk
        self.clock = clock
    }

    // MARK: - Claims

    /// Claims the ID that a provider gives to a task, before the task's own file has it.
    ///
    /// An index that cannot be written holds nothing up: the ID goes into the journal all the same.
    /// - Returns: the earlier task that has the ID; nil if it is new or the index cannot tell.
    func claim(_ remote: RemoteTask, for task: VideoTask) async -> VideoTask.ID? {
        // A finished video may come without an ID.
        guard !remote.id.isEmpty else { return nil }
        let key = RemoteIDKey(remote.id, at: task.provider.endpoint)
        guard let file = try? await lock(key.shard) else { return nil }
        defer { file.close() }
        return try? claim([(key, task.id)], in: file).first
    }

    /// Does work that gives an ID to a task, and claims the ID, while no other process can do either.
    /// - Throws: ``VideoError`` if another task has or had the ID, or the index cannot be read or locked; what `work`
    ///   throws, and then the ID is not claimed.
    func withClaim<Value>(_ remoteID: String, for task: VideoTask, _ work: () async throws -> Value) async throws
        -> Value
    {
        let key = RemoteIDKey(remoteID, at: task.provider.endpoint)
        let file: any DiskFile
        do {
            file = try await lock(key.shard)
            try refuse(remoteID, for: task, claimedBy: read(file).owner(of: key))
        } catch let error as DiskError {
            throw VideoError(storage: error, doing: "lock the index of the providers' IDs")
        }
        defer { file.close() }
        let value = try await work()
        // The task's file has the ID by now.
        _ = try? claim([(key, task.id)], in: file)
        return value
    }

    /// Refuses an ID that another task has or had.
    func refuse(_ remoteID: String, for task: VideoTask) throws {
        try refuse(remoteID, for: task, claimedBy: owner(of: remoteID, at: task.provider.endpoint))
    }

    private func refuse(_ remoteID: String, for task: VideoTask, claimedBy owner: VideoTask.ID?) throws {
        guard let owner, owner != task.id else { return }
        throw VideoError(
            .invalidRequest,
            "The ID \(Redaction.singleLine(remoteID, limit: 80)) belongs to \(owner), which has it or had it before it was pruned.",
            advice: "\(task.id) stays as it is.",
            provider: task.provider.id,
            localID: task.id,
            taskID: remoteID
        )
    }

    /// The task that has or had an ID; nil if none is known.
    func owner(of remoteID: String, at endpoint: Endpoint) throws -> VideoTask.ID? {
        let key = RemoteIDKey(remoteID, at: endpoint)
        do { return try read(key.shard).owner(of: key) } catch let error as DiskError {
            throw VideoError(storage: error, doing: "read the index of the providers' IDs")
        }
    }

    // MARK: - The journal's tasks

    /// Takes in the tasks of a journal that was begun without this index. A process tries once, because it reads all.
    func complete(with tasks: () throws -> [VideoTask]) throws {
        let isFirst = isSeenTo.withLock { isSeenTo in
            defer { isSeenTo = true }
            return !isSeenTo
        }
        let marker = folder + "/complete"
        guard isFirst, try disk.size(of: marker) == nil else { return }
        try keep(tasks())
        try open(marker).close()
    }

    /// Sees to it that the index has the IDs of tasks.
    /// - Parameter synced: whether they must outlive a power loss, because the tasks are about to be removed.
    /// - Throws: ``VideoError`` with code `busy`, or `DiskError`.
    func keep(_ tasks: [VideoTask], synced: Bool = false) throws {
        let claims = tasks.compactMap { task in
            task.remote.flatMap {
                $0.id.isEmpty ? nil : (RemoteIDKey($0.id, at: task.provider.endpoint), task.id)
            }
        }
        for (shard, claims) in Dictionary(grouping: claims, by: \.0.shard).sorted(by: { $0.key < $1.key }) {
            let known = try read(shard)
            let missing = claims.filter { known.owner(of: $0.0) == nil }
            if !missing.isEmpty {
                let file = try lockAtOnce(shard)
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

    // MARK: - Files

    private func path(_ shard: String) -> String { "\(folder)/\(shard)" }

    /// Adds the claims that are new to a locked file.
    /// - Returns: the other tasks that have IDs of these already.
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

    /// Opens a file to write, in a folder that is made with the first of them.
    private func open(_ path: String) throws -> any DiskFile {
        do { return try disk.open(path, .update) } catch let error as DiskError where error.errno == ENOENT {
            try disk.makePrivateFolder(folder)
            return try disk.open(path, .update)
        }
    }

    private func tryLock(_ shard: String) throws -> (any DiskFile)? {
        let file = try open(path(shard))
        return try file.tryLock() ? file : nil
    }

    private func lock(_ shard: String) async throws -> any DiskFile {
        for _ in 0..<Self.attempts {
            if let file = try tryLock(shard) { return file }
            // A caller that was cancelled does not wait, and asks as often.
            try? await clock.sleep(for: .milliseconds(10))
        }
        throw busy
    }

    private func lockAtOnce(_ shard: String) throws -> any DiskFile {
        for _ in 0..<Self.attempts {
            if let file = try tryLock(shard) { return file }
        }
        throw busy
    }

    private var busy: VideoError {
        VideoError(
            .busy,
            "Another process uses the index of the providers' IDs.",
            advice: "Nothing was changed. Try again in a moment."
        )
    }
}
