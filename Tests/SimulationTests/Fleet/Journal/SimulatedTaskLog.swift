import Foundation
import VideoGeneration

@testable import VideoGenerationPostgres

/// The entries of a task that a simulated process has reserved by a lease.
///
/// Every write names the token of the lease. If another process has taken the task since, nothing is written, except
/// for the answer to the request that this process sent.
///
/// `@unchecked` because it belongs to one thread; see ``World``.
final class SimulatedTaskLog: TaskLog, @unchecked Sendable {
    enum Outcome {
        case written(DatabaseRows.Record)
        /// The answer was kept with its own attempt. The task has gone on without it.
        case keptApart(String)
        /// The request must not be sent now. The task may have been suspended.
        case notNow(DatabaseRows.Record, VideoError)
    }

    let journal: SimulatedJournal
    let lease: TaskLease
    private var content: DatabaseRows.Record
    /// The entry of the spool, from the sending until the database has its outcome.
    var sending: OpenSpoolEntry?
    private var isClosed = false

    init(_ record: DatabaseRows.Record, _ lease: TaskLease, _ journal: SimulatedJournal) {
        self.journal = journal
        self.lease = lease
        content = record
        journal.keep(lease)
    }

    // The lease of a log that is dropped without being closed runs out by itself.
    deinit { end() }

    var task: VideoTask { content.task }
    var coversSubmit: Bool { lease.coversSubmit }
    var isVisible: Bool {
        get async throws(VideoError) { try await journal.task(lease.id) != nil }
    }
    private var reservation: RecordChange.Lease { lease.isClaim ? .claimed : .kept }

    @discardableResult
    func append(
        _ header: JournalEntry.Header,
        within allowance: Allowance?,
        _ change: (inout VideoTask) -> Void
    ) async throws -> VideoTask {
        try await withoutActuallyEscaping(change) { try await write(header, within: allowance, $0) }
    }

    private func write(
        _ header: JournalEntry.Header,
        within allowance: Allowance?,
        _ change: @escaping (inout VideoTask) -> Void
    ) async throws -> VideoTask {
        let known = content
        var next = known.task
        change(&next)
        if known.task.state == .submitting { return try await answer(header, known, next, change) }
        let isSent = next.state == .submitting
        if isSent { try await journal.ensureSpoolIsRecorded() }
        let askedAt = journal.environment.clock.uptime
        let outcome = try await transact { rows, now in
            try self.write(header, within: allowance, known, isSent, &rows, now, change)
        }
        switch outcome {
        case .written(let record):
            note(record, known)
            if isSent {
                lease.noteRenewal(askedAt: askedAt)
                try await beginSending(record, known)
            }
            return record.task
        case .notNow(let record, let reason):
            note(record, known)
            throw reason
        case .keptApart(let fact): throw lateAnswer(known.task, fact)
        }
    }

    func note(_ record: DatabaseRows.Record, _ known: DatabaseRows.Record) {
        content = record
        journal.departures.note(from: known.task, to: record.task)
    }

    func transact(
        for limit: Duration = DatabaseAccess.outageLimit,
        _ work: (inout DatabaseRows, Date) throws -> Outcome
    ) async throws(VideoError) -> Outcome {
        try await journal.access.transaction(
            "write the journal",
            for: limit,
            isDone: { rows, outcome in
                guard case .written(let record) = outcome else { return false }
                return rows.hasLastEntry(of: record)
            },
            work
        )
    }

    /// Writes an entry under the lease.
    private func write(
        _ header: JournalEntry.Header,
        within allowance: Allowance?,
        _ known: DatabaseRows.Record,
        _ isSent: Bool,
        _ rows: inout DatabaseRows,
        _ now: Date,
        _ change: (inout VideoTask) -> Void
    ) throws -> Outcome {
        let record = try rows.records[rows.index(of: known.task.id)]
        guard isOwner(of: record, known) || journal.mutant == .checksNoToken else { throw takenOver(record.task) }
        let written = try RecordChange(known.task.id, in: rows, at: now, journal.access)
        if isSent, let refusal = try refusal(toSend: record, written, &rows, now) { return refusal }
        return .written(
            try written.write(header, within: allowance, reservation, from: known.task, in: &rows, change)
        )
    }

    func isOwner(of record: DatabaseRows.Record, _ known: DatabaseRows.Record) -> Bool {
        record.token == lease.token && record.sequence == known.sequence
    }

    /// Writes the answer to a request under the lease.
    func writeAnswer(
        _ header: JournalEntry.Header,
        _ known: DatabaseRows.Record,
        _ rows: inout DatabaseRows,
        _ now: Date,
        _ change: (inout VideoTask) -> Void
    ) throws -> Outcome {
        let written = try RecordChange(known.task.id, in: rows, at: now, journal.access)
        return .written(try written.write(header, reservation, from: known.task, in: &rows, change))
    }

    /// Returns why a task must not be sent now; nil if it may be.
    private func refusal(
        toSend record: DatabaseRows.Record,
        _ written: RecordChange,
        _ rows: inout DatabaseRows,
        _ now: Date
    ) throws -> Outcome? {
        if let reason = record.task.suspension { return .notNow(record, VideoError.suspended(record.task, reason)) }
        switch journal.access.gate(&rows, now) {
        case .held(let time): return .notNow(record, VideoError.heldOff(for: time, record.task.id))
        case .open(let change?) where record.task.updatedAt < change:
            let reason = "It waited before the database was replaced."
            let suspended = try written.write(.init(.suspended, note: reason), reservation, in: &rows) {
                $0.suspension = reason
            }
            return .notNow(suspended, VideoError.suspended(record.task, reason))
        case .open: return nil
        }
    }

    func takenOver(_ task: VideoTask) -> VideoError {
        VideoError(.busy, "\(task.id) was taken over by another process.", advice: "Nothing was changed.")
    }

    func lateAnswer(_ task: VideoTask, _ fact: String) -> VideoError {
        VideoError(
            .storageFailed,
            "The answer came after another process had taken over \(task.id). \(fact)",
            localID: task.id
        )
    }

    // MARK: - The end

    func discard() async {
        guard task.state == .intent, task.submits == 0, task.earlierAttempts.isEmpty else { return close() }
        isClosed = true
        end()
        _ = try? await journal.access.transaction("remove a task") { [task, lease] rows, _ in
            let index = try rows.index(of: task.id)
            guard rows.records[index].token == lease.token, rows.records[index].task.state == .intent else { return }
            rows.records.remove(at: index)
            rows.labels.removeAll { $0.task == task.id && $0.pruned == nil }
            for index in rows.labels.indices where rows.labels[index].task == task.id {
                if let pruned = rows.labels[index].pruned { rows.labels[index].task = pruned.id }
            }
        }
    }

    /// Ends the renewal of the lease, as the end of the process does.
    func abandon() { journal.release(lease) }

    func close() {
        guard !isClosed else { return }
        isClosed = true
        end()
        if let sending {
            self.sending = nil
            journal.leaveInSpool(sending)
        }
        if !lease.isClaim { journal.giveBack(lease) }
    }

    private func end() {
        journal.release(lease)
        if lease.isClaim { journal.claims.giveBack(lease.id, token: lease.token) }
    }
}
