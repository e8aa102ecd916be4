import Foundation
import VideoGeneration

@testable import VideoGenerationPostgres

extension SimulatedTaskLog {
    /// The time for which the answer to a request is tried to be written.
    private static let answerLimit = Duration.seconds(120)

    /// Keeps the sending in the spool.
    func beginSending(_ record: DatabaseRows.Record, _ known: DatabaseRows.Record) async throws {
        guard journal.mutant != .leavesSpoolOut else { return }
        do {
            let entry = SpoolEntry(record.task, attempt: record.attempt, database: SimulatedJournal.databaseID)
            sending = try journal.spool.begin(entry)
        } catch {
            let waiting = known.task.mutableFields
            try await append(.init(.refused), within: nil) { $0.mutableFields = waiting }
            throw VideoError(.storageFailed, "Cannot write to \(journal.spool.folder).", advice: "Nothing was sent.")
        }
    }

    func keepAnswer(_ change: (inout VideoTask) -> Void) async {
        var answered = task
        guard answered.state == .submitting else { return }
        change(&answered)
        _ = keep(answered)
    }

    /// Keeps the ID of an answered request in the spool.
    /// - Returns: whether it is there, synced.
    private func keep(_ answered: VideoTask) -> Bool {
        guard let remote = answered.remote, (try? journal.process.step()) != nil else { return false }
        guard let sending else {
            // The spool is left out. A process that lives on has heard the ID all the same.
            journal.access.database.hears(remote.id, of: answered)
            return false
        }
        guard sending.entry.remoteID != remote.id else { return true }
        guard (try? sending.keep(answered)) != nil else { return false }
        journal.access.database.hears(remote.id, of: answered)
        return true
    }

    /// Writes the answer to the request that was sent: first to the spool, and then to the database, which is waited for.
    func answer(
        _ header: JournalEntry.Header,
        _ known: DatabaseRows.Record,
        _ next: VideoTask,
        _ change: @escaping (inout VideoTask) -> Void
    ) async throws -> VideoTask {
        let isKept = keep(next)
        let late = LateAnswer(header, to: known.task, attempt: known.attempt, change)
        var tried: DatabaseRows.Record?
        let outcome: Outcome
        do {
            outcome = try await transact(for: Self.answerLimit) { rows, now in
                if let tried, rows.hasLastEntry(of: tried) { return .written(tried) }
                let record = rows[known.task.id]
                if let record, self.isOwner(of: record, known) || self.journal.mutant == .checksNoToken {
                    let outcome = try self.writeAnswer(header, known, &rows, now, change)
                    if case .written(let record) = outcome { tried = record }
                    return outcome
                }
                return try self.settle(header, late, known, &rows, now)
            }
        } catch {
            guard isKept, let sending, let remote = next.remote else { throw error }
            self.sending = nil
            journal.leaveInSpool(sending)
            throw VideoError.keptInSpool(remote, known.task, journal.spool.folder, error)
        }
        if let sending {
            let mayBeBought = next.remote != nil || next.state == .outcomeUnknown
            if mayBeBought { journal.spool.putAside(sending) } else { journal.spool.end(sending) }
        }
        sending = nil
        switch outcome {
        case .written(let record), .notNow(let record, _):
            note(record, known)
            return record.task
        case .keptApart(let fact): throw lateAnswer(known.task, fact)
        }
    }

    /// Writes the answer to a request whose task another process has taken meanwhile.
    private func settle(
        _ header: JournalEntry.Header,
        _ late: LateAnswer,
        _ known: DatabaseRows.Record,
        _ rows: inout DatabaseRows,
        _ now: Date
    ) throws -> Outcome {
        guard [.accepted, .refused, .outcomeUnknown].contains(header.event) else { throw takenOver(known.task) }
        journal.process.world.count("late answer")
        switch try rows.settle(late, at: now, journal.access) {
        case .written(let record): return .written(record)
        case .keptApart(let fact): return .keptApart(fact)
        case .nothing:
            if let record = rows[known.task.id], late.outcome == .accepted { return .written(record) }
            return .keptApart("Nothing is known about attempt \(known.attempt).")
        }
    }
}

extension SimulatedJournal {
    /// The name of the database in the entries of a spool.
    static let databaseID = "simulated"

    /// Checks that every sending of this machine is recorded in the database.
    func ensureSpoolIsRecorded() async throws {
        guard mutant != .leavesSpoolOut else { return }
        try await recordRest()
        spool.note(server: "\(access.timeline)")
        try await recordRest()
    }

    private func recordRest() async throws {
        guard spool.mayHaveRest else { return }
        try await access.ridingOut { () async throws(VideoError) in
            if let obstacle = try self.replaySpool().obstacle { throw obstacle }
        }
    }

    /// Gives each entry of the spool that no process sends any more to the database.
    @discardableResult
    func replaySpool() throws(VideoError) -> SpoolRest {
        do {
            return try spool.replay(into: Self.databaseID) { entry in
                process.world.count("replay")
                process.world.note("\(process.name) replays the sending of \(entry.task)", entry.attempt)
                try access.transactionAtOnce { rows, now in
                    _ = try rows.settle(LateAnswer(entry), at: now, access)
                }
            }
        } catch {
            throw error as? VideoError ?? VideoError(.storageFailed, "The spool cannot be read: \(error).")
        }
    }

    /// Leaves an entry in the spool, and gives it to the database when that is back.
    func leaveInSpool(_ entry: OpenSpoolEntry) {
        spool.leave(entry)
        guard !isRetrying else { return }
        isRetrying = true
        Task(executorPreference: process) { [self] in
            while (try? await process.sleepUncancelled(for: .seconds(2))) != nil {
                if let rest = try? replaySpool(), !rest.isBusy, rest.waiting == 0 { break }
            }
            isRetrying = false
        }
    }
}
