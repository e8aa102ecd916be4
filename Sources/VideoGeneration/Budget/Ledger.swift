import Synchronization
import VideoPlatform

/// The sums of a journal, stored next to it in one small file, so that checking a budget does not require reading the
/// journal.
///
/// Every change of the amount that a task counts happens under the file's lock, in this order: the ledger is emptied,
/// the task's entry is written, and the ledger is filled again. An empty or unreadable ledger is in doubt, and the next
/// submit under a budget rebuilds it from the journal. So the process may end or the power may fail between any two
/// calls, and the sums never miss an amount that was spent.
///
/// A submit without a budget takes the lock, too, and updates a ledger that is not in doubt. A ledger in doubt stays in
/// doubt. The file stays empty until a budget is set for the first time.
final class Ledger: Sendable {
    /// A change of the amount that one attempt of a task counts.
    struct Change {
        var before: Tally
        var after: Tally
        var number: Int
        /// The time at which the attempt was sent; nil for now.
        var sentAt: Date?

        var isMore: Bool { after.isAbove(before) }
        var isLess: Bool { before.isAbove(after) }
    }

    private let path: String
    /// A file whose presence marks the ledger as in doubt. It is created if a change cannot wait for the lock.
    private let doubtPath: String
    private let folder: String
    private let disk: any Disk
    private let clock: any EngineClock
    private let knownNumber: Int
    /// Threads of one process wait for each other here. Only other processes are waited for with the clock.
    private let access = Mutex(())

    /// Creates a ledger for a journal's folder.
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
    ///   - change: the change of the amount that the task counts.
    ///   - allowance: nil if there is no budget.
    ///   - recount: adds every task of the journal to the sums.
    ///   - write: writes the task's entry. It may be synced later, because the ledger is already in doubt on disk.
    /// - Throws: ``VideoError`` with code `budgetExceeded`, `busy`, `cancelled` or `storageFailed`; ``DiskError``. The
    ///   task must not be sent then.
    func enter(
        _ change: Change,
        within allowance: Allowance?,
        recount: (inout LedgerSums) throws -> Void,
        write: () throws -> Void
    ) async throws {
        do {
            try await locked { try apply(change, within: allowance, recount, write, to: $0) }.get()
        } catch is CancellationError {
            throw VideoError.stoppedBeforeSubmit
        }
    }

    /// Counts the outcome of a task. A change that counts more may hold a provider's id, so it never waits for another
    /// process. A failure of the ledger never prevents the entry from being written.
    /// - Throws: the error of `write`.
    func settle(_ change: Change, write: () throws -> Void) async throws {
        let tried = Result { try attempt { try apply(change, within: nil, { _ in }, write, to: $0) } }
        switch tried {
        case .success(let written?):
            try written.get()
        case .success(nil) where !change.isMore:
            // The entry and the sums must change under one lock. Otherwise another process that rebuilds the sums
            // between the two counts the change twice.
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

    /// Marks the ledger as in doubt, so that it is rebuilt before its next use.
    func doubt() throws {
        try disk.open(doubtPath, .update).close()
        try disk.syncFolder(folder)
    }

    // MARK: - Under the lock

    /// Runs work while holding the lock that all processes share.
    private func locked<Value: Sendable>(_ work: (any DiskFile) throws -> Value) async throws -> Value {
        let value = try await disk.waitForLock(
            within: .seconds(60),
            on: clock,
            longestPause: .milliseconds(64)
        ) { try attempt(work) }
        guard let value else {
            throw VideoError(
                .busy,
                "Other processes kept the budget's ledger \(path) locked for a minute.",
                advice: "Nothing was sent. Try again later."
            )
        }
        return value
    }

    /// Runs work if the lock is free.
    /// - Returns: nil if another process has the lock.
    private func attempt<Value: Sendable>(_ work: (any DiskFile) throws -> Value) throws -> Value? {
        try access.withLock { _ in
            let file = try disk.open(path, .update)
            guard try file.tryLock() else { return nil }
            defer { file.close() }
            return try work(file)
        }
    }

    /// Checks the allowance, writes the entry and updates the sums.
    /// - Returns: the result of writing the entry.
    /// - Throws: an error if writing the entry was not attempted.
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
        // A change that counts less may be lost in a power failure; then too much is counted, which is safe.
        if change.isMore { try file.sync() }
        let written = Result(catching: write)
        if case .success = written {
            sums.remove(change.before, sentAt: change.sentAt ?? now, now: now)
            sums.add(change.after, sentAt: change.sentAt ?? now, number: change.number)
            // If this fails, the ledger is empty, and so only in doubt.
            try? file.write(sums.bytes, at: 0)
        }
        return written
    }

    /// Reads the sums.
    /// - Returns: nil if the ledger is in doubt. The file is then empty, even after a power failure.
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
