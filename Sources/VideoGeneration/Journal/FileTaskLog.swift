import Synchronization
import VideoPlatform

/// The file of one task, open and locked, which only grows.
///
/// A line counts if it has its line end and can be read. Anything after the last such line is the rest of a torn write,
/// and is removed by the next write.
final class FileTaskLog: TaskLog {
    private struct Content {
        var task: VideoTask
        var sequence: Int
        var end: Int64
        /// Whether a torn write follows the last complete entry.
        var isTorn = false
    }

    private let file: any DiskFile
    private let path: String
    private let cache: JournalCache
    private let journal: FileJournal
    private let content: Mutex<Content>

    /// Creates the log of a new task in a locked, empty file.
    init(_ file: any DiskFile, path: String, new task: VideoTask, cache: JournalCache, journal: FileJournal) {
        self.journal = journal
        self.file = file
        self.path = path
        self.cache = cache
        content = Mutex(Content(task: task, sequence: 0, end: 0))
    }

    /// Reads a locked file.
    init(_ file: any DiskFile, path: String, cache: JournalCache, journal: FileJournal) throws {
        self.journal = journal
        self.file = file
        self.path = path
        self.cache = cache
        let bytes = try JournalFormat.bytes(of: file, path)
        let (entry, task, end) = try JournalFormat.last(in: bytes, path: path, cache: cache)
        content = Mutex(
            Content(task: task, sequence: entry.sequence, end: Int64(end), isTorn: end < bytes.count)
        )
    }

    var task: VideoTask { content.withLock { $0.task } }

    @discardableResult
    func append(
        _ header: JournalEntry.Header,
        within allowance: Allowance?,
        _ change: (inout VideoTask) -> Void
    ) async throws -> VideoTask {
        let old = task
        var new = old
        change(&new)
        let counted = Ledger.Change(from: old, to: new)
        if new.state == .submitting, old.state != .submitting {
            let before = content.withLock { $0 }
            // Other processes see the entry at once, and do not wait for this sync.
            try await journal.enter(counted, within: allowance) { try write(header.unsynced, change) }
            try sync(orRestore: before)
            let isFirst = old.submittedAt == nil && old.earlierAttempts.allSatisfy { $0.submittedAt == nil }
            // The process of an earlier attempt may have ended before the claim of the label was durable.
            if isFirst || old.label != nil {
                do { try await journal.syncNew(old) } catch {
                    restore(before)
                    throw error
                }
            }
        } else if counted.before != counted.after {
            let header = counted.isLess ? header.synced : header
            try await journal.ledger.settle(counted) { try write(header, change) }
        } else {
            try write(header, change)
        }
        let now = task
        journal.departures.note(from: old, to: now)
        return now
    }

    /// Makes an entry durable, or removes it.
    private func sync(orRestore before: Content) throws {
        do { try file.sync() } catch {
            restore(before)
            throw (error as? DiskError).map { VideoError(storage: $0, doing: "write the journal") } ?? error
        }
        cache.noteSync(of: path, size: content.withLock { $0.end })
    }

    /// Removes an entry that the caller was told to be missing.
    private func restore(_ before: Content) {
        try? file.truncate(to: before.end)
        content.withLock { $0 = before }
        try? journal.ledger.doubt()
    }

    /// Writes an entry without a change of the ledger.
    @discardableResult
    func write(_ header: JournalEntry.Header, _ change: (inout VideoTask) -> Void) throws -> VideoTask {
        try content.withLock { content in
            var next = content
            // The number comes from a file, and must not overflow.
            next.sequence = min(next.sequence, .max - 1) + 1
            // A failed sync of another process can have lost the first entry, which no later sync writes.
            let isFirstSubmit = header.event == .submitting && content.task.submittedAt == nil
            let entry = try JournalEntry(
                header,
                next.sequence,
                at: journal.clock.now,
                isWhole: next.sequence == 1 || header.event == .recovered || isFirstSubmit,
                of: &next.task,
                change
            )
            let line = try JournalFormat.line(entry)
            do {
                // Removes a torn write, so that it is never read as part of this line.
                if content.isTorn { try file.truncate(to: content.end) }
                content.isTorn = true
                try file.write(line, at: content.end)
                if header.isSynced { try file.sync() }
            } catch let error as DiskError {
                try? file.truncate(to: content.end)
                throw VideoError(storage: error, doing: "write the journal")
            }
            next.end += Int64(line.count)
            next.isTorn = false
            cache.noteWritten(entry, line, path: path, syncedSize: header.isSynced ? next.end : nil)
            content = next
            return next.task
        }
    }

    /// Whether the file still has a name. No other process reads the entries of a file that was removed.
    var isVisible: Bool {
        get throws(VideoError) { try VideoError.storing("check the journal") { try file.isLinked } }
    }

    func discard() async {
        guard task.state == .intent, task.submits == 0, task.earlierAttempts.isEmpty else { return close() }
        try? journal.disk.remove(path)
        close()
    }

    func close() { file.close() }
}
