import Synchronization
import VideoGeneration
import VideoPlatform

extension PostgresTaskLog {
    // MARK: - Sending

    /// Keeps the sending in the spool. Without an entry nothing is sent, and the task waits again.
    func beginSending(_ row: TaskRow, _ known: TaskRow) async throws {
        let entry = SpoolEntry(row.task, attempt: row.attempt, database: journal.database)
        do {
            let open = try await journal.environment.disk.withDiskExecutor { try journal.spool.begin(entry) }
            sending.withLock { $0 = open }
        } catch {
            let reason = (error as? DiskError)?.reason ?? "\(error)"
            let failure = VideoError(
                .storageFailed,
                "Cannot write to \(journal.spool.folder): \(reason).",
                advice: "Nothing was sent. Free some disk space, or correct the folder's permissions."
            )
            let waiting = known.task.mutableFields
            _ = try await write(.init(.refused, note: failure.message), within: nil) { $0.mutableFields = waiting }
            throw failure
        }
    }

    func keepAnswer(_ change: (inout VideoTask) -> Void) async {
        var answered = task
        guard answered.state == .submitting else { return }
        change(&answered)
        _ = await keep(answered)
    }

    /// Keeps the ID of an answered request in the spool.
    /// - Returns: whether it is there, synced.
    private func keep(_ answered: VideoTask) async -> Bool {
        guard let entry = sending.withLock({ $0 }), let remote = answered.remote else { return false }
        if entry.entry.remoteID == remote.id { return true }
        return await journal.environment.disk.withDiskExecutor { (try? entry.keep(answered)) != nil }
    }

    /// Writes the answer to the request that was sent: first to the spool, and then to the database, which is waited for.
    func answer(
        _ header: JournalEntry.Header,
        _ known: TaskRow,
        _ next: VideoTask,
        _ change: @escaping (inout VideoTask) -> Void
    ) async throws -> VideoTask {
        let entry = sending.withLock { $0 }
        let isKept = await keep(next)
        let late = LateAnswer(header, to: known.task, attempt: known.attempt, change)
        var tried: (row: TaskRow, entry: String)?
        let outcome: Outcome
        do {
            outcome = try await journal.ridingOut(for: PostgresJournal.answerLimit) { () async throws(VideoError) in
                do throws(VideoError) {
                    return try await transact(known) { connection in
                        try write(header, known, tried, late, connection, change) { tried = ($0, $1) }
                    }
                } catch {
                    // Whether the answer was written is found out by the next try.
                    var error = error
                    error.isTransient = error.isTransient || tried != nil && error.code == .storageFailed
                    throw error
                }
            }
        } catch {
            guard isKept, let entry, let remote = next.remote else { throw error }
            sending.withLock { $0 = nil }
            journal.leaveInSpool(entry)
            throw VideoError.keptInSpool(remote, known.task, journal.spool.folder, error)
        }
        if let entry {
            sending.withLock { $0 = nil }
            let mayBeBought = next.remote != nil || next.state == .outcomeUnknown
            await journal.environment.disk.withDiskExecutor {
                if mayBeBought { journal.spool.putAside(entry) } else { journal.spool.end(entry) }
            }
        }
        switch outcome {
        case .written(let row, _), .notNow(let row, _):
            note(row, known)
            return row.task
        case .keptApart(let warning, let isBought): throw lateAnswer(known.task, warning, isBought: isBought)
        }
    }

    /// Writes an answer under the lease, or as a late one.
    /// - Parameters:
    ///   - tried: the row that an earlier try wrote, if it is unknown whether that was committed.
    ///   - noteTry: receives the row before it is committed.
    private func write(
        _ header: JournalEntry.Header,
        _ known: TaskRow,
        _ tried: (row: TaskRow, entry: String)?,
        _ late: LateAnswer,
        _ connection: PostgresConnection,
        _ change: (inout VideoTask) -> Void,
        _ noteTry: (TaskRow, String) -> Void
    ) throws -> Outcome {
        let row = try connection.row(of: known.task.id, isLocked: true)
        if let tried, try connection.hasEntry(tried.entry, of: tried.row) {
            return .written(tried.row, entry: tried.entry)
        }
        guard let row, row.token == lease.token, row.sequence == known.sequence else {
            guard [.accepted, .refused, .outcomeUnknown].contains(header.event) else { throw takenOver(known.task) }
            switch try connection.settle(late) {
            case .written(let row, let entry): return .written(row, entry: entry)
            case .keptApart(let warning): return .keptApart(warning, isBought: late.outcome == .accepted)
            case .nothing:
                if let row, late.outcome == .accepted { return .written(row, entry: "") }
                let what = late.outcome == .refused ? "The provider did not accept" : "Nothing is known about"
                return .keptApart("\(what) attempt \(known.attempt).", isBought: false)
            }
        }
        var current = row
        current.task = known.task
        current.task.boughtTwice = row.task.boughtTwice
        var written = TaskChange(current, connection, journal.leaseTimes)
        let entry = try written.write(header, reservation, change)
        noteTry(written.row, entry)
        return .written(written.row, entry: entry)
    }
}
