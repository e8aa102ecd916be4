import Foundation
import VideoGeneration

@testable import VideoGenerationPostgres

/// A change of a task that is written in one transaction: the entry, the row, the purchase and the budget.
struct RecordChange {
    /// What the change does to the reservation of the task.
    enum Lease {
        /// The reservation goes on. It begins again with a submit, and soon ends after one.
        case kept
        /// The reservation is a claim, which its process ends. It begins again with a submit.
        case claimed
        /// The task is free. A reservation that had ended is void.
        case ended
    }

    /// The time for which workers leave a task alone after a change by another process, in seconds.
    private static let rest = 60.0

    private let index: Int
    private let now: Date
    private let mutant: FleetMutant?
    /// The time at which a lease begins. A mutant takes it from the clock of the process.
    private let start: Date
    private let times = LeaseTimes()

    init(_ id: VideoTask.ID, in rows: DatabaseRows, at now: Date, _ access: DatabaseAccess) throws {
        index = try rows.index(of: id)
        self.now = now
        mutant = access.mutant
        start = access.leaseStart(now)
    }

    /// Writes an entry.
    /// - Parameters:
    ///   - allowance: the budget that the task has to fit into before it is sent.
    ///   - known: the task as its owner knows it; nil to change the task as it is.
    /// - Returns: the record after the entry.
    @discardableResult
    func write(
        _ header: JournalEntry.Header,
        within allowance: Allowance? = nil,
        _ lease: Lease,
        from known: VideoTask? = nil,
        in rows: inout DatabaseRows,
        _ change: (inout VideoTask) -> Void
    ) throws -> DatabaseRows.Record {
        var record = rows.records[index]
        var old = known ?? record.task
        old.boughtTwice = record.task.boughtTwice
        record.task = old
        record.sequence += 1
        let entry = try JournalEntry(
            header,
            record.sequence,
            at: now,
            isWhole: header.event == .recovered,
            of: &record.task,
            change
        )
        let isSent = old.state != .submitting && record.task.state == .submitting
        if isSent {
            record.attempt += 1
            if let allowance { try allowance.check(rows.spent(per: allowance.per, at: now)) }
        }
        record.entries.append(entry)
        switch (lease, record.task.state) {
        case (.ended, _):
            record.endLease()
            record.token += 1
        case (.kept, .submitting), (.claimed, .submitting): record.lease(for: times.submit, from: start)
        case (.kept, .intent): break
        case (.claimed, _): record.shorten(to: times.claim, from: start)
        case (.kept, _): record.shorten(to: times.afterSubmit, from: start)
        }
        let pause = record.task.work == .submit ? 0 : lease == .claimed ? 2 : Self.rest
        record.dueAt = now + pause
        if old.countedAttempts != record.task.countedAttempts { record.amounts = record.task.countedAttempts }
        count(from: old, to: record.task, in: &rows)
        rows.records[index] = record
        if isSent {
            rows.purchases.append(
                .init(
                    task: record.task.id,
                    attempt: record.attempt,
                    endpoint: record.task.provider.endpoint.plainAddress
                )
            )
        } else {
            notePurchase(old, record, in: &rows)
        }
        return record
    }

    /// Records the outcome that a process which ended left open.
    func recover(in rows: inout DatabaseRows) throws {
        try write(.init(.recovered), .ended, in: &rows) {
            $0.recover()
            if mutant == .sendsAgain { ($0.state, $0.failure) = (.intent, nil) }
        }
    }

    /// Records what is known about the current attempt, if it has changed.
    private func notePurchase(_ old: VideoTask, _ record: DatabaseRows.Record, in rows: inout DatabaseRows) {
        let (state, remote) = (record.task.state, record.task.remote?.id)
        guard record.attempt > 0, [.submitting, .outcomeUnknown].contains(old.state) || remote != old.remote?.id,
            old.state != state || remote != old.remote?.id, remote != nil || !old.state.isFinal
        else { return }
        let isAccepted = remote != nil || state == .succeeded
        rows.noteOutcome(
            isAccepted ? .accepted : state == .outcomeUnknown ? .unknown : .refused,
            remote,
            of: record.task.id,
            attempt: record.attempt
        )
    }

    /// A mutant's count of the tasks in flight, which a process that is killed leaves behind.
    private func count(from old: VideoTask, to new: VideoTask, in rows: inout DatabaseRows) {
        let inFlight: Set<VideoTask.State> = [.submitting, .queued, .running, .outcomeUnknown]
        guard mutant == .countsInFlight, inFlight.contains(old.state), !inFlight.contains(new.state) else { return }
        rows.counted[old.provider.endpoint.plainAddress, default: 0] -= 1
    }
}

extension DatabaseAccess {
    /// Returns the time at which a lease begins.
    func leaseStart(_ now: Date) -> Date {
        mutant == .leasesByOwnClock ? SimulatedClock(process: process).now : now
    }
}
