import Synchronization
import VideoPlatform

/// A journal in a folder: one file for each task, which only grows.
///
/// Several processes can use one folder at the same time. The file of a task is locked while the task is submitted, and
/// for the moment of every other change. Create one journal for each folder in a process, and share it between clients.
///
/// ```swift
/// let journal = try FileJournal(folder: "/var/lib/app/videos")
/// let client = VideoClient(providers: [provider], journal: journal)
/// ```
public final class FileJournal: Journal {
    /// The journal's folder, which only its owner can access.
    package let folder: String
    let tasksFolder: String
    package let environment: EngineEnvironment
    package let shared = SharedValues()
    var disk: any Disk { environment.disk }
    var clock: any EngineClock { environment.clock }
    let highestNumber: Mutex<Int>
    let cache = JournalCache()
    let remoteIDs: RemoteIDs
    let endpoints: EndpointRecords
    let ledger: Ledger
    let labels: LabelRecords
    let accounts: AccountRecords
    let departures: Departures
    /// Whether this journal is the one that moves the folder's tasks, and may use the folder meanwhile.
    let isMoving: Bool
    /// The lock that one process has while it moves the tasks.
    private let moveLock: (any DiskFile)?
    /// Whether the folders themselves are known to survive a power loss.
    private let isFolderSynced = Mutex(false)

    /// The time to wait for the lock of a task's file, which other processes hold for the moment of a write.
    private static let lockLimit = Duration.seconds(2)

    /// Opens a journal, and creates its folder if there is none.
    /// - Parameters:
    ///   - folder: the journal's folder. It must be on a local file system.
    ///   - environment: the disk, clock and random numbers to use. A client also takes its transport from it.
    /// - Throws: ``VideoError`` with code `storageFailed` if the folder cannot be created or read, if other users of
    ///   the machine can write to it, or if its journal was moved to a database.
    public convenience init(
        folder: String,
        environment: EngineEnvironment = EngineEnvironment()
    ) throws(VideoError) {
        try self.init(folder: folder, environment: environment, isMoving: false)
    }

    init(folder: String, environment: EngineEnvironment, isMoving: Bool) throws(VideoError) {
        self.isMoving = isMoving
        let (disk, clock) = (environment.disk, environment.clock)
        self.folder = folder
        tasksFolder = folder + "/tasks"
        self.environment = environment
        remoteIDs = RemoteIDs(journalFolder: folder, disk: disk, clock: clock)
        endpoints = EndpointRecords(folder: folder, disk: disk, clock: clock)
        labels = LabelRecords(journalFolder: folder, disk: disk, clock: clock)
        departures = shared.value { Departures() }
        accounts = AccountRecords(journalFolder: folder, disk: disk, clock: clock)
        let (highest, lock) = try VideoError.storing("open the journal") {
            try disk.makePrivateFolder(folder, mayBeLink: true)
            let lock = isMoving ? try Self.lockMove(folder, disk) : nil
            try disk.makePrivateFolder(folder + "/tasks")
            try disk.makePrivateFolder(folder + "/parts")
            for path in ["ids", "endpoints", "labels", "accounts"].map({ "\(folder)/\($0)" })
            where try disk.entry(at: path, followingLinks: false)?.kind == .folder {
                try disk.makePrivateFolder(path)
            }
            return (try disk.names(in: folder + "/tasks").compactMap(Self.identifier).map(\.number).max() ?? 0, lock)
        }
        moveLock = lock
        highestNumber = Mutex(highest)
        ledger = Ledger(folder: folder, disk: disk, clock: clock, knownNumber: highest)
        try checkIsHere()
    }

    /// The folder for unfinished downloads.
    package var partsFolder: String { folder + "/parts" }

    // MARK: - Writing

    package func adopt(_ task: VideoTask) async throws {
        let file = try VideoError.storing("write the journal") { () -> (any DiskFile)? in
            let file = try disk.open(path(task.id), .update)
            highestNumber.withLock { $0 = max($0, task.id.number) }
            let isNew = try file.tryLock() && JournalFormat.isUnbegun(JournalFormat.bytes(of: file, path(task.id)))
            return isNew ? file : nil
        }
        guard let file else { return }
        do { try checkIsHere() } catch {
            try? disk.remove(path(task.id))
            throw error
        }
        let log = FileTaskLog(file, path: path(task.id), new: task, cache: cache, journal: self)
        defer { log.close() }
        do {
            // An index that cannot be written does not prevent the adoption. The first claim counts.
            try? await remoteIDs.keep([task])
            if let remote = task.remote, !remote.id.isEmpty { try await ensureUnclaimed(remote.id, for: task) }
            try VideoError.storing("write the journal") {
                try ledger.doubt()
                try log.write(.init(.adopted)) { _ in }
                try disk.syncFolder(tasksFolder)
                try syncFolders()
            }
        } catch {
            try? disk.remove(path(task.id))
            throw error
        }
    }

    /// Syncs the entry of a new folder in the folder above it. Without it, a power loss removes the whole folder.
    func syncFolders() throws {
        guard !isFolderSynced.withLock({ $0 }) else { return }
        try disk.syncFolder(folder)
        try disk.syncFolder(DiskPath(folder).folder)
        isFolderSynced.withLock { $0 = true }
    }

    @discardableResult
    package func append(
        _ header: JournalEntry.Header,
        to id: VideoTask.ID,
        _ change: (inout VideoTask) -> Void
    ) async throws -> VideoTask {
        try await disk.withDiskExecutor {
            try await withTaskLog(id) { try await $0.append(header, within: nil, change) }
        }
    }

    /// Runs work on the locked file of a task, after recording the outcome that a process which ended left open.
    private func withTaskLog<Value>(_ id: VideoTask.ID, _ work: (FileTaskLog) async throws -> Value) async throws
        -> Value
    {
        let log = try await taskLog(id)
        defer { log.close() }
        return try await work(log)
    }

    package func reserve(_ id: VideoTask.ID) async throws -> any TaskLog { try await taskLog(id) }

    /// Opens and locks the file of a task, after recording the outcome that a process which ended left open.
    private func taskLog(_ id: VideoTask.ID) async throws -> FileTaskLog {
        let path = path(id)
        let locked: (any DiskFile)?
        do {
            locked = try await disk.lockedFile(within: Self.lockLimit, on: clock) {
                guard try disk.size(of: path) != nil else { throw VideoError.unknownTask(id) }
                return try disk.open(path, .update)
            }
        } catch let error as DiskError {
            throw VideoError(storage: error, doing: "open the journal")
        }
        guard let locked else {
            throw VideoError(
                .busy,
                "\(id) is in use by another process.",
                advice: "The task is unchanged. Try again later."
            )
        }
        try checkIsHere()
        let log = try VideoError.storing("read the journal") {
            try FileTaskLog(locked, path: path, cache: cache, journal: self)
        }
        guard log.task.state == .submitting else { return log }
        do { try await log.append(.recovered) { $0.recover() } } catch {
            log.close()
            throw error
        }
        return log
    }

    // MARK: - The providers' IDs and the endpoints

    package func owner(of remoteID: String, at endpoint: Endpoint) throws(VideoError) -> VideoTask.ID? {
        try remoteIDs.owner(of: remoteID, at: endpoint)
    }

    package func claim(_ remote: RemoteTask, for task: VideoTask) async -> VideoTask.ID? {
        await remoteIDs.claim(remote, for: task)
    }

    package func withClaim(
        of remoteID: String,
        for task: VideoTask,
        _ work: () async throws -> VideoTask
    ) async throws -> VideoTask {
        try await remoteIDs.withClaim(of: remoteID, for: task, work)
    }

    package func completeClaims() async throws { try await remoteIDs.complete { try tasks() } }

    package func keepClaims(of tasks: [VideoTask]) async throws {
        do { try await remoteIDs.keep(tasks) } catch let error as DiskError {
            throw VideoError(storage: error, doing: "write the index of the providers' IDs")
        }
    }

    package func record(of endpoint: Endpoint) -> EndpointRecord? { endpoints.record(of: endpoint) }

    package func changeRecord(of endpoint: Endpoint, _ change: (inout EndpointRecord) -> Void) async throws {
        try await endpoints.change(endpoint, change)
    }

    // MARK: - Files

    func path(_ id: VideoTask.ID) -> String { "\(tasksFolder)/\(id).jsonl" }

    func identifiers() throws -> [VideoTask.ID] { try disk.names(in: tasksFolder).compactMap(Self.identifier) }

    private static func identifier(_ name: String) -> VideoTask.ID? {
        name.hasSuffix(".jsonl") ? VideoTask.ID(rawValue: String(name.dropLast(6))) : nil
    }
}
