import Foundation
import VideoGeneration

@testable import VideoGenerationPostgres

extension SimulatedJournal {
    /// The time to wait for a task that another caller has reserved.
    private static let reservationLimit = Duration.seconds(2)

    func reserve(_ id: VideoTask.ID) async throws -> any TaskLog {
        if let token = claims.borrow(id) { return try await reserve(id, claim: token) }
        let askedAt = environment.clock.uptime
        let record = try await whenFree(id) { _, rows, now in
            let index = try rows.index(of: id)
            rows.records[index].token += 1
            rows.records[index].owner = owner
            rows.records[index].lease(for: leaseTimes.submit, from: access.leaseStart(now))
            return rows.records[index]
        } isDone: { rows, record in
            rows[id]?.token == record.token
        }
        return SimulatedTaskLog(record, lease(on: record, askedAt: askedAt), self)
    }

    /// Reserves a task under the claim that this process holds.
    private func reserve(_ id: VideoTask.ID, claim token: Int) async throws -> any TaskLog {
        let askedAt = environment.clock.uptime
        do {
            let record = try await access.transaction("write the journal") { rows, now in
                let index = try rows.index(of: id)
                guard rows.records[index].token == token, rows.records[index].isLeased(at: now) else {
                    claims.remove(id, token: token)
                    throw VideoError.lostClaim(id)
                }
                rows.records[index].lease(for: leaseTimes.submit, from: access.leaseStart(now))
                return rows.records[index]
            }
            return SimulatedTaskLog(record, lease(on: record, isClaim: true, askedAt: askedAt), self)
        } catch {
            claims.giveBack(id, token: token)
            throw error
        }
    }

    func lease(on record: DatabaseRows.Record, isClaim: Bool = false, askedAt: Duration) -> TaskLease {
        TaskLease(
            record.task.id,
            token: record.token,
            isClaim: isClaim,
            askedAt: askedAt,
            leaseTimes,
            environment.clock
        )
    }

    @discardableResult
    func append(
        _ header: JournalEntry.Header,
        to id: VideoTask.ID,
        _ change: (inout VideoTask) -> Void
    ) async throws -> VideoTask {
        let (old, new) = try await whenFree(id) { written, rows, _ in
            let old = try rows.records[rows.index(of: id)]
            return (old.task, try written.write(header, isClaimed(old) ? .claimed : .ended, in: &rows, change))
        } isDone: { rows, written in
            rows.hasLastEntry(of: written.1)
        }
        departures.note(from: old, to: new.task)
        if new.task.work == .submit { hint() }
        return new.task
    }

    /// Whether a task belongs to this process by a claim that no log uses.
    private func isClaimed(_ record: DatabaseRows.Record) -> Bool {
        claims[record.task.id].map { $0.token == record.token && !$0.isBorrowed } ?? false
    }

    private enum Attempt<Value> {
        case done(Value)
        /// The outcome that a process which ended left open is recorded, whatever becomes of the work.
        case recovered
    }

    /// Runs work on a task that nobody has reserved.
    /// - Throws: ``VideoError`` with code `busy` if another caller keeps the reservation.
    private func whenFree<Value>(
        _ id: VideoTask.ID,
        _ work: (RecordChange, inout DatabaseRows, Date) throws -> Value,
        isDone: @escaping (DatabaseRows, Value) -> Bool
    ) async throws -> Value {
        let limit = environment.clock.uptime + Self.reservationLimit
        var pause = Duration.milliseconds(2)
        while true {
            let attempt: Attempt<Value>? = try await access.optionalTransaction(
                "write the journal",
                isDone: { rows, attempt in
                    guard case .done(let value) = attempt else { return false }
                    return isDone(rows, value)
                },
                { rows, now -> Attempt<Value>? in
                    let record = try rows.records[rows.index(of: id)]
                    if let claim = claims[id], claim.token != record.token { throw VideoError.lostClaim(id) }
                    guard !record.isLeased(at: now) || isClaimed(record) else { return nil }
                    let change = try RecordChange(id, in: rows, at: now, access)
                    guard record.task.state != .submitting else {
                        try change.recover(in: &rows)
                        return .recovered
                    }
                    return .done(try work(change, &rows, now))
                }
            )
            switch attempt {
            case .done(let value): return value
            case .recovered: continue
            case nil: break
            }
            guard environment.clock.uptime < limit else {
                throw VideoError(.busy, "\(id) is in use by another process.", advice: "The task is unchanged.")
            }
            try await environment.clock.sleep(for: pause)
            pause = min(pause * 4, .milliseconds(400))
        }
    }
}

extension DatabaseRows {
    /// Returns whether the last entry of a record is in the journal.
    func hasLastEntry(of record: Record) -> Bool {
        guard let last = record.entries.last, let entries = self[record.task.id]?.entries else { return false }
        return entries.contains { $0.sequence == last.sequence && $0.event == last.event && $0.at == last.at }
    }
}
