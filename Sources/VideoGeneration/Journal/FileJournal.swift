import Dispatch
import Synchronization
import VideoPlatform

/// The write-ahead record of every purchase: one file a task, appended to before each step takes effect.
///
/// `intent` and `submitting` are on disk before a byte leaves, `accepted` before the caller hears of it,
/// `stored` after the file is in its place. A process may end anywhere, and the next one knows where it
/// was: a task that stood at `submitting` and belongs to nobody is `outcomeUnknown`, and is never resent.
///
/// Several processes may use one folder. While a purchase is under way its file is locked; other changes
/// lock it for the moment of a write.
public final class FileJournal: Sendable {
    /// The folder that everything is kept in, its owner's only.
    public let folder: String
    let tasksFolder: String
    let environment: EngineEnvironment
    var disk: any Disk { environment.disk }
    var clock: any EngineClock { environment.clock }
    private let highestNumber: Mutex<Int>
    private let memory = JournalCache()
    /// Which task each of the providers' IDs belongs to.
    let remoteIDs: RemoteIDs
    let ledger: Ledger
    let submitWindow = SubmitWindow()
    let places = PlannedPlaces()
    /// Whether the folders themselves are known to outlive a power loss.
    private let isFolderSynced = Mutex(false)

    /// Opens a journal, and makes its folder where there is none.
    /// - Throws: ``VideoError`` with code `storageFailed` if the folder cannot be made or read, or if other users of
    ///   the machine can write to it.
    public init(
        folder: String,
        environment: EngineEnvironment = EngineEnvironment()
    ) throws {
        let (disk, clock) = (environment.disk, environment.clock)
        self.folder = folder
        tasksFolder = folder + "/tasks"
        self.environment = environment
        remoteIDs = RemoteIDs(journalFolder: folder, disk: disk, clock: clock)
        do {
            try disk.makePrivateFolder(folder, mayBeLink: true)
            try disk.makePrivateFolder(tasksFolder)
            try disk.makePrivateFolder(folder + "/parts")
            for path in ["ids", "endpoints"].map({ "\(folder)/\($0)" })
            where try disk.entry(at: path, followingLinks: false)?.kind == .folder {
                try disk.makePrivateFolder(path)
            }
            let highest = try disk.names(in: tasksFolder).compactMap(Self.identifier).map(\.number).max() ?? 0
            highestNumber = Mutex(highest)
            ledger = Ledger(folder: folder, disk: disk, clock: clock, knownNumber: highest)
        } catch let error as DiskError {
            throw VideoError(storage: error, doing: "open the journal")
        }
    }

    /// Where unfinished downloads are kept.
    public var partsFolder: String { folder + "/parts" }

    // MARK: - Reading

    /// Every task, in the order in which they were made.
    /// - Throws: ``VideoError`` with code `storageFailed`. A single file that cannot be read is left out.
    public func tasks() throws -> [VideoTask] {
        let ids = try storing("read the journal") { try identifiers() }
            .sorted { ($0.number, $0.rawValue) < ($1.number, $1.rawValue) }
        guard ids.count > Self.fewTasks else { return ids.compactMap { try? task($0) } }
        let tasks = Mutex([VideoTask?](repeating: nil, count: ids.count))
        let chunks = (ids.count + Self.fewTasks - 1) / Self.fewTasks
        DispatchQueue.concurrentPerform(iterations: chunks) { chunk in
            let range = chunk * Self.fewTasks..<min((chunk + 1) * Self.fewTasks, ids.count)
            let read = range.map { try? task(ids[$0], nil) }
            tasks.withLock { $0.replaceSubrange(range, with: read) }
        }
        return tasks.withLock { $0.compactMap(\.self) }
    }

    /// The tasks that were ordered last, the newest first: quick, however many there are.
    /// - Throws: ``VideoError`` with code `storageFailed`. A single file that cannot be read is left out.
    public func latest(_ count: Int) throws -> [VideoTask] {
        let ids = try storing("read the journal") { try identifiers() }
        return ids.sorted { $0.number > $1.number }.prefix(count).compactMap { try? task($0) }
    }

    /// Up to so many are read one after the other; more are read by all cores.
    private static let fewTasks = 250

    /// One task; nil where there is none of this id.
    public func task(_ id: VideoTask.ID) throws -> VideoTask? { try task(id, memory) }

    /// - Parameter memory: nil where many are read once.
    private func task(_ id: VideoTask.ID, _ memory: JournalCache?) throws -> VideoTask? {
        guard let bytes = try read(id) else { return nil }
        let task = try JournalFormat.last(in: bytes, path: path(id), memory: memory).1
        guard task.state == .submitting || task.state == .intent else { return task }
        return try abandoned(id) ?? task
    }

    /// Makes what was read of a task outlive a power loss: whoever wrote it may have died before its sync.
    func sync(_ id: VideoTask.ID) async throws {
        let path = path(id)
        guard let size = try storing("read the journal", { try disk.size(of: path) }),
            !memory.isSynced(path, size: size)
        else { return }
        try await disk.withDiskExecutor {
            try storing("read the journal") { try disk.open(path, .read).sync() }
        }
        memory.noteSync(of: path, size: size)
    }

    /// What happened to a task, step by step.
    public func history(of id: VideoTask.ID) throws -> [JournalEntry] {
        JournalFormat.entries(in: try read(id) ?? [])
    }

    // MARK: - Writing

    /// Writes a new task down and keeps its file locked, because a purchase follows.
    ///
    /// When this returns, `intent` and `submitting` are on disk, and the ledger counts the task.
    /// - Parameter allowance: the budget that it has to fit into; nil for none.
    package func begin(within allowance: Allowance? = nil, _ order: (VideoTask.ID) -> VideoTask) async throws
        -> TaskLog
    {
        let record = try newFile(order)
        do {
            try await record.append(.submitting, within: allowance) {
                $0.state = .submitting
                $0.submits = 1
            }
            try storing("write the journal") {
                try disk.syncFolder(tasksFolder)
                try syncFolders()
            }
        } catch {
            // Nothing was sent, and what cannot be kept must not look like a purchase.
            if record.task.state == .submitting { try? ledger.doubt() }
            try? disk.remove(path(record.task.id))
            throw error
        }
        return record
    }

    /// Makes the file of a new task, locked, with its first entry.
    private func newFile(_ order: (VideoTask.ID) -> VideoTask) throws -> TaskLog {
        try storing("write the journal") {
            while true {
                let number = highestNumber.withLock { highest in
                    highest += 1
                    return highest
                }
                let id = TaskID(number: number, bits: environment.random.next())
                let path = path(id)
                let file: any DiskFile
                do {
                    file = try disk.open(path, .create)
                } catch let error as DiskError where error.errno == EEXIST {
                    continue
                }
                // A reader may look at the very moment; its number is not missed.
                guard try file.tryLock() else {
                    try? disk.remove(path)
                    continue
                }
                let record = TaskLog(file, path: path, new: order(id), memory: memory, clock: clock, journal: self)
                do { try record.write(.intent, synced: false) { _ in } } catch {
                    try? disk.remove(path)
                    throw error
                }
                return record
            }
        }
    }

    /// Takes in a task that another process handed over, under its own id; one that is here already stays.
    /// - Throws: ``VideoError`` with code `storageFailed`, or `invalidRequest` if another task has its remote ID.
    func adopt(_ task: VideoTask) throws {
        try storing("write the journal") {
            let file = try disk.open(path(task.id), .update)
            highestNumber.withLock { $0 = max($0, task.id.number) }
            guard try file.tryLock(), JournalFormat.isUnbegun(try JournalFormat.bytes(of: file, path(task.id))) else {
                return
            }
            let record = TaskLog(file, path: path(task.id), new: task, memory: memory, clock: clock, journal: self)
            defer { record.close() }
            do {
                // The first claim counts, and an index that cannot be written holds nothing up.
                try? remoteIDs.keep([task])
                if let remote = task.remote, !remote.id.isEmpty { try remoteIDs.refuse(remote.id, for: task) }
                try ledger.doubt()
                try record.write(.adopted) { _ in }
                try disk.syncFolder(tasksFolder)
                try syncFolders()
            } catch {
                try? disk.remove(path(task.id))
                throw error
            }
        }
    }

    /// A new folder is an entry of the folder above: without that entry, a power loss takes all that is in it.
    private func syncFolders() throws {
        guard !isFolderSynced.withLock({ $0 }) else { return }
        try disk.syncFolder(folder)
        try disk.syncFolder(DiskPath(folder).folder)
        isFolderSynced.withLock { $0 = true }
    }

    /// Writes what happened to a task that nobody is buying at the moment.
    /// - Throws: ``VideoError``; `busy` where somebody is, `storageFailed` where the disk fails.
    @discardableResult
    package func record(
        _ event: JournalEntry.Event,
        of id: VideoTask.ID,
        note: String? = nil,
        synced: Bool = true,
        _ change: (inout VideoTask) -> Void
    ) async throws -> VideoTask {
        try await disk.withDiskExecutor {
            let record = try await open(id)
            defer { record.close() }
            return try await record.append(event, note: note, synced: synced, change)
        }
    }

    /// Opens and locks a task's file, and writes down what an ended process left undone.
    private func open(_ id: VideoTask.ID) async throws -> TaskLog {
        let path = path(id)
        let file = try storing("open the journal") {
            guard try disk.size(of: path) != nil else { throw VideoError.unknownTask(id) }
            return try disk.open(path, .update)
        }
        var attempts = 0
        while try !storing("lock the journal", { try file.tryLock() }) {
            attempts += 1
            guard attempts < 200 else {
                throw VideoError(
                    .busy,
                    "Another process is at \(id).",
                    advice: "It keeps the journal; ask again later."
                )
            }
            try await clock.sleep(for: .milliseconds(10))
        }
        let record = try storing("read the journal") {
            try TaskLog(file, path: path, memory: memory, clock: clock, journal: self)
        }
        if record.task.state == .submitting || record.task.state == .intent {
            try await record.append(.recovered) { $0.recover() }
        }
        return record
    }

    // MARK: - Files

    func path(_ id: VideoTask.ID) -> String { "\(tasksFolder)/\(id).jsonl" }

    func identifiers() throws -> [VideoTask.ID] { try disk.names(in: tasksFolder).compactMap(Self.identifier) }

    private static func identifier(_ name: String) -> VideoTask.ID? {
        name.hasSuffix(".jsonl") ? VideoTask.ID(rawValue: String(name.dropLast(6))) : nil
    }

    func read(_ id: VideoTask.ID) throws -> [UInt8]? {
        do {
            let file = try disk.open(path(id), .read)
            return try JournalFormat.bytes(of: file, path(id))
        } catch let error as DiskError where error.errno == ENOENT {
            return nil
        } catch let error as DiskError {
            throw VideoError(storage: error, doing: "read the journal")
        }
    }

    /// A task whose purchase was under way, where nobody holds its file: read again under the lock, because
    /// whoever held it may have written how it ended.
    private func abandoned(_ id: VideoTask.ID) throws -> VideoTask? {
        try storing("read the journal") {
            let file = try disk.open(path(id), .read)
            defer { file.close() }
            guard try file.tryLock() else { return nil }
            let bytes = try JournalFormat.bytes(of: file, path(id))
            var task = try JournalFormat.last(in: bytes, path: path(id), memory: memory).1
            if task.state == .submitting || task.state == .intent { task.recover() }
            return task
        }
    }

    func storing<Value>(_ deed: String, _ work: () throws -> Value) throws -> Value {
        do { return try work() } catch let error as DiskError {
            throw VideoError(storage: error, doing: deed)
        }
    }
}
