import Synchronization
import VideoPlatform

/// The sums of a journal, kept beside it in one small file, so that a budget is checked without reading the journal.
///
/// Everything that changes what a task counts happens under the file's lock, and in this order: the ledger is emptied,
/// the task's entry is written, the ledger is filled again. An empty or unreadable ledger is in doubt, and the next
/// purchase under a budget rebuilds it from the journal. So a process may die, or the power fail, between any two calls,
/// and nothing that was spent is ever missing from the sums.
///
/// A purchase without a budget takes the lock as well and counts itself in a ledger that is kept; one that is in doubt it
/// leaves so. The file stays empty until a budget is set for the first time.
final class Ledger: Sendable {
    /// A change of what one task counts.
    struct Change {
        var before: Tally
        var after: Tally
        var number: Int
        /// When the task was sent; nil for now.
        var sentAt: Date?

        var isMore: Bool { after.isAbove(before) }
    }

    private let path: String
    /// A file whose presence says that the ledger is in doubt: what could not wait for the lock leaves it behind.
    private let doubtPath: String
    private let folder: String
    private let disk: any Disk
    private let clock: any EngineClock
    private let knownNumber: Int
    /// Threads of one process wait for each other here, and only for other processes by the clock.
    private let access = Mutex(())

    /// - Parameter knownNumber: the highest number of a task in the journal when it was opened.
    init(folder: String, disk: any Disk, clock: any EngineClock, knownNumber: Int) {
        self.folder = folder
        path = folder + "/ledger.json"
        doubtPath = folder + "/ledger.doubt"
        self.disk = disk
        self.clock = clock
        self.knownNumber = knownNumber
    }

    /// Counts a task that is about to be sent, if the budget has room for it.
    /// - Parameters:
    ///   - allowance: nil if there is no budget.
    ///   - recount: adds every task of the journal to the sums.
    ///   - write: writes the task's entry. Its sync may come later: the ledger is in doubt on disk before.
    /// - Throws: ``VideoError``: `budgetExceeded`, `busy`, `cancelled`, `storageFailed`; ``DiskError``. The task is not to
    ///   be sent then.
    func enter(
        _ change: Change,
        within allowance: Allowance?,
        recount: (inout LedgerSums) throws -> Void,
        write: () throws -> Void
    ) async throws {
        do {
            try await locked { try apply(change, within: allowance, recount, write, to: $0) }.get()
        } catch is CancellationError {
            throw VideoError(.cancelled, "Stopped before the order was sent.", advice: "Nothing was bought.")
        }
    }

    /// Counts what became of a task. An entry that counts more may hold a provider's id: it waits for no other process.
    /// No trouble with the ledger keeps an entry from being written.
    /// - Throws: what `write` throws.
    func settle(_ change: Change, write: () throws -> Void) async throws {
        let tried = Result { try attempt { try apply(change, within: nil, { _ in }, write, to: $0) } }
        switch tried {
        case .success(let written?):
            try written.get()
        case .success(nil) where !change.isMore:
            // Entry and sums change under one lock, or a program that rebuilds the sums between the two counts the
            // change twice.
            if let written = try? await locked({ try apply(change, within: nil, { _ in }, write, to: $0) }) {
                return try written.get()
            }
            try? doubt()
            try write()
        default:
            try? doubt()
            try write()
        }
    }

    /// Has the ledger rebuilt before it is next used.
    func doubt() throws {
        try disk.open(doubtPath, .update).close()
        try disk.syncFolder(folder)
    }

    // MARK: - Under the lock

    /// Takes the lock of every process and does some work.
    private func locked<Value: Sendable>(_ work: (any DiskFile) throws -> Value) async throws -> Value {
        var delay = Duration.milliseconds(2)
        for _ in 0..<1_000 {
            if let value = try attempt(work) { return value }
            try await clock.sleep(for: delay)
            delay = min(delay * 2, .milliseconds(64))
        }
        throw VideoError(
            .busy,
            "Other programs kept the budget's ledger \(path) locked for a minute.",
            advice: "Nothing was sent. Try again later."
        )
    }

    /// - Returns: nil if another process has the lock.
    private func attempt<Value: Sendable>(_ work: (any DiskFile) throws -> Value) throws -> Value? {
        try access.withLock { _ in
            let file = try disk.open(path, .update)
            guard try file.tryLock() else { return nil }
            defer { file.close() }
            return try work(file)
        }
    }

    /// - Returns: how writing the entry went.
    /// - Throws: if the entry was not tried.
    private func apply(
        _ change: Change,
        within allowance: Allowance?,
        _ recount: (inout LedgerSums) throws -> Void,
        _ write: () throws -> Void,
        to file: any DiskFile
    ) throws -> Result<Void, any Error> {
        let now = clock.now
        var kept = try sums(in: file, at: now)
        if let allowance {
            if kept == nil {
                var sums = LedgerSums(at: now, highestNumber: knownNumber)
                try recount(&sums)
                try file.write(sums.bytes, at: 0)
                kept = sums
            }
            try kept.map { try allowance.check($0.spent(per: allowance.per)) }
        }
        guard var sums = kept else { return Result(catching: write) }
        try file.truncate(to: 0)
        // What gives something back may be lost with the power: then too much is counted.
        if change.isMore { try file.sync() }
        let written = Result(catching: write)
        if case .success = written {
            sums.remove(change.before, sentAt: change.sentAt ?? now, now: now)
            sums.add(change.after, sentAt: change.sentAt ?? now, number: change.number)
            // An empty one is in doubt, which is all that a failure here means.
            try? file.write(sums.bytes, at: 0)
        }
        return written
    }

    /// - Returns: nil if the ledger is in doubt. It is empty then, also after a power loss.
    private func sums(in file: any DiskFile, at now: Date) throws -> LedgerSums? {
        let size = try file.size()
        let isDoubted = try disk.size(of: doubtPath) != nil
        if size > 0, size <= LedgerSums.maximumBytes, !isDoubted {
            let sums = LedgerSums(try file.read(at: 0, count: Int(size)), at: now)
            if let sums, sums.highestNumber >= knownNumber { return sums }
        }
        if size > 0 {
            try file.truncate(to: 0)
            try file.sync()
        }
        if isDoubted { try disk.remove(doubtPath) }
        return nil
    }
}
