import Synchronization
import VideoPlatform

/// The journal of one task: an open file, locked, that only grows.
///
/// A line counts once its line end is there and it can be read; whatever stands behind the last such line is
/// the torn end of a write that was cut off, and goes away with the next write.
package final class TaskLog: Sendable {
    private struct Content {
        var task: VideoTask
        var sequence: Int
        var end: Int64
        /// Whether something stands behind the end that is no entry.
        var isTorn = false
    }

    private let file: any DiskFile
    private let path: String
    private let memory: JournalCache
    private let clock: any EngineClock
    private let journal: FileJournal
    private let content: Mutex<Content>

    /// Takes a locked, empty file for a new task.
    init(
        _ file: any DiskFile,
        path: String,
        new task: VideoTask,
        memory: JournalCache,
        clock: any EngineClock,
        journal: FileJournal
    ) {
        self.journal = journal
        self.file = file
        self.path = path
        self.memory = memory
        self.clock = clock
        content = Mutex(Content(task: task, sequence: 0, end: 0))
    }

    /// Takes a locked file and reads it.
    init(
        _ file: any DiskFile,
        path: String,
        memory: JournalCache,
        clock: any EngineClock,
        journal: FileJournal
    ) throws {
        self.journal = journal
        self.file = file
        self.path = path
        self.memory = memory
        self.clock = clock
        let bytes = try JournalFormat.bytes(of: file, path)
        let (entry, task, end) = try JournalFormat.last(in: bytes, path: path, memory: memory)
        content = Mutex(
            Content(task: task, sequence: entry.sequence, end: Int64(end), isTorn: end < bytes.count)
        )
    }

    /// The task as it stands.
    package var task: VideoTask { content.withLock { $0.task } }

    /// Writes what happened; returns only when it is written, and synced where the promise hangs on it. What that
    /// changes in the sums of the budget is written with it.
    /// - Parameter allowance: the budget that a task has to fit into which is about to be sent; nil for none.
    /// - Throws: ``VideoError`` with code `storageFailed`; then the task stands where it stood. The same for
    ///   `budgetExceeded`, `busy` and `cancelled` if it was about to be sent.
    @discardableResult
    package func append(
        _ event: JournalEntry.Event,
        note: String? = nil,
        synced: Bool = true,
        within allowance: Allowance? = nil,
        _ change: (inout VideoTask) -> Void
    ) async throws -> VideoTask {
        let old = task
        var new = old
        change(&new)
        let counted = Ledger.Change(
            before: old.tally,
            after: new.tally,
            number: old.id.number,
            sentAt: old.state == .intent ? nil : old.countedAt
        )
        if new.state == .submitting, old.state != .submitting {
            let before = content.withLock { $0 }
            // Other programs need not wait for this sync: they see the entry at once.
            try await journal.enter(counted, within: allowance) {
                try write(event, note: note, synced: false, change)
            }
            try sync(orReturnTo: before)
        } else if counted.before != counted.after {
            let isLess = counted.before.isAbove(counted.after)
            try await journal.ledger.settle(counted) {
                try write(event, note: note, synced: synced || isLess, change)
            }
        } else {
            try write(event, note: note, synced: synced, change)
        }
        return task
    }

    /// Makes an entry outlive a power loss, or takes it back.
    private func sync(orReturnTo before: Content) throws {
        do { try file.sync() } catch {
            try? file.truncate(to: before.end)
            content.withLock { $0 = before }
            try? journal.ledger.doubt()
            throw (error as? DiskError).map { VideoError(storage: $0, doing: "write the journal") } ?? error
        }
        memory.noteSync(of: path, size: content.withLock { $0.end })
    }

    /// Writes what happened without looking at the budget.
    @discardableResult
    func write(
        _ event: JournalEntry.Event,
        note: String? = nil,
        synced: Bool = true,
        _ change: (inout VideoTask) -> Void
    ) throws -> VideoTask {
        try content.withLock { content in
            var next = content
            change(&next.task)
            guard content.task.state.canBecome(next.task.state) else {
                throw VideoError(
                    .storageFailed,
                    "A task cannot go from \(content.task.state) to \(next.task.state).",
                    advice: "The task stays \(content.task.state)."
                )
            }
            next.task.updatedAt = clock.now
            if content.task.state != .submitting, next.task.state == .submitting {
                next.task.submittedAt = next.task.updatedAt
            }
            next.task.roundMoments()
            // The number came from a file.
            next.sequence = min(next.sequence, .max - 1) + 1
            let entry = JournalEntry(
                sequence: next.sequence,
                at: next.task.updatedAt,
                event: event,
                note: note,
                standing: next.task.mutableFields,
                task: next.sequence == 1 || event == .recovered ? next.task : nil
            )
            let line = try JournalFormat.line(entry)
            do {
                // Cuts off a torn end, so that it can never be read as part of what follows.
                if content.isTorn { try file.truncate(to: content.end) }
                content.isTorn = true
                try file.write(line, at: content.end)
                if synced { try file.sync() }
            } catch let error as DiskError {
                try? file.truncate(to: content.end)
                throw VideoError(storage: error, doing: "write the journal")
            }
            next.end += Int64(line.count)
            next.isTorn = false
            memory.noteWritten(entry, line, path: path, syncedSize: synced ? next.end : nil)
            content = next
            return next.task
        }
    }

    /// Whether the file still has a name. If it was removed meanwhile, no other process will ever read what was
    /// appended.
    /// - Throws: ``VideoError`` with code `storageFailed`.
    package var isLinked: Bool {
        get throws {
            do { return try file.isLinked } catch let error as DiskError {
                throw VideoError(storage: error, doing: "check the journal")
            }
        }
    }

    package func close() { file.close() }
}
