import Dispatch
import Synchronization
import VideoPlatform

extension FileJournal {
    /// Returns all tasks in the order in which they were created.
    /// - Throws: ``VideoError`` with code `storageFailed` if the folder cannot be read. A single unreadable file is left
    ///   out.
    package func tasks() throws(VideoError) -> [VideoTask] {
        let ids = try sortedIdentifiers()
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

    private func sortedIdentifiers() throws(VideoError) -> [VideoTask.ID] {
        try VideoError.storing("read the journal") { try identifiers() }
            .sorted { ($0.number, $0.rawValue) < ($1.number, $1.rawValue) }
    }

    /// Returns the newest tasks, newest first. The time does not depend on the number of older tasks.
    package func latest(_ count: Int) throws(VideoError) -> [VideoTask] {
        let ids = try VideoError.storing("read the journal") { try identifiers() }
        return ids.sorted { $0.number > $1.number }.prefix(count).compactMap { try? task($0) }
    }

    /// The number of tasks above which all cores read.
    private static let fewTasks = 250

    /// Returns a task, or nil if there is none with the ID.
    package func task(_ id: VideoTask.ID) throws(VideoError) -> VideoTask? { try task(id, cache) }

    /// - Parameter cache: nil if many tasks are read once.
    private func task(_ id: VideoTask.ID, _ cache: JournalCache?) throws(VideoError) -> VideoTask? {
        guard let bytes = try read(id) else { return nil }
        let task = try JournalFormat.last(in: bytes, path: path(id), cache: cache).1
        guard task.state == .submitting else { return task }
        return try abandoned(id) ?? task
    }

    package func sync(_ id: VideoTask.ID) async throws {
        let path = path(id)
        guard let size = try VideoError.storing("read the journal", { try disk.size(of: path) }),
            !cache.isSynced(path, size: size)
        else { return }
        try await disk.withDiskExecutor {
            try VideoError.storing("read the journal") { try disk.open(path, .read).sync() }
        }
        cache.noteSync(of: path, size: size)
    }

    /// Returns the entries of a task in order.
    package func history(of id: VideoTask.ID) throws(VideoError) -> [JournalEntry] {
        JournalFormat.entries(in: try read(id) ?? [])
    }

    /// Returns an error for each file that cannot be read, except those of the given tasks. It may hold a paid task.
    /// - Throws: ``VideoError`` with code `storageFailed` if the folder cannot be read.
    package func unreadable(besides tasks: [VideoTask]) throws(VideoError) -> [VideoError] {
        let known = Set(tasks.map(\.id))
        let others = try VideoError.storing("read the journal") { try identifiers() }.filter { !known.contains($0) }
        return others.compactMap { id in
            do throws(VideoError) {
                // Nothing was sent for a task without complete first entries. A task that was added since is readable.
                guard let bytes = try read(id), !JournalFormat.isUnbegun(bytes) else { return nil }
                _ = try task(id)
                return nil
            } catch {
                return error
            }
        }
    }

    // MARK: - Files

    func read(_ id: VideoTask.ID) throws(VideoError) -> [UInt8]? {
        try VideoError.storing("read the journal") {
            do {
                return try JournalFormat.bytes(of: disk.open(path(id), .read), path(id))
            } catch let error as DiskError where error.errno == ENOENT {
                return nil
            }
        }
    }

    /// Reads a task that is being submitted, if no process holds its file. It is read again under the lock, because the
    /// process that held the lock may have written the outcome.
    private func abandoned(_ id: VideoTask.ID) throws(VideoError) -> VideoTask? {
        try VideoError.storing("read the journal") {
            let file = try disk.open(path(id), .read)
            defer { file.close() }
            guard try file.tryLock() else { return nil }
            let bytes = try JournalFormat.bytes(of: file, path(id))
            var task = try JournalFormat.last(in: bytes, path: path(id), cache: cache).1
            if task.state == .submitting { task.recover() }
            return task
        }
    }
}
