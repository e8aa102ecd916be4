import Foundation
import VideoGeneration

@testable import VideoGenerationPostgres

extension SimulatedJournal {
    var claimRenewal: Duration { leaseTimes.claimRenewal }

    func claim(_ request: ClaimRequest) async throws(VideoError) -> [TaskClaim] {
        try await recoverAbandoned()
        let held = Set(claims.all.keys)
        let taken = try await access.optionalTransaction("claim tasks") { rows, now -> [(TaskClaim, Int)]? in
            let due = rows.due(request, besides: held, at: now)
            guard !due.isEmpty else { return nil }
            return due.map { index, work in
                rows.records[index].deaths += rows.records[index].owner == nil ? 0 : 1
                rows.records[index].token += 1
                rows.records[index].owner = owner
                rows.records[index].lease(for: leaseTimes.claim, from: access.leaseStart(now))
                let record = rows.records[index]
                let claim = TaskClaim(
                    record.task,
                    for: work,
                    token: record.token,
                    memory: record.memory,
                    deaths: record.deaths,
                    claimedAt: now
                )
                return (claim, record.sequence)
            }
        }
        for (claim, sequence) in taken ?? [] {
            claims.insert(HeldClaims.Claim(token: claim.token, sequence: sequence), for: claim.task.id)
        }
        return (taken ?? []).map(\.0)
    }

    /// Records the outcomes of submits that ended processes left open.
    private func recoverAbandoned() async throws(VideoError) {
        guard recovery.isDue(at: environment.clock.uptime) else { return }
        _ = try await access.optionalTransaction("write the journal") { rows, now -> Bool? in
            let open = rows.records.filter { $0.task.state == .submitting && !$0.isLeased(at: now) }
            for record in open { try RecordChange(record.task.id, in: rows, at: now, access).recover(in: &rows) }
            return open.isEmpty ? nil : true
        }
    }

    func renewClaims() async throws(VideoError) -> [VideoTask.ID] {
        let held = claims.all.sorted { $0.key.rawValue < $1.key.rawValue }
        guard !held.isEmpty else { return [] }
        return try await access.transaction("renew the claims") { rows, now in
            held.compactMap { id, claim in
                guard let index = try? rows.index(of: id), rows.records[index].token == claim.token,
                    rows.records[index].owner == owner, rows.records[index].isLeased(at: now)
                else { return id }
                let start = access.leaseStart(now)
                if let until = rows.records[index].until, until < start + Double(leaseTimes.claim) {
                    rows.records[index].lease(for: leaseTimes.claim, from: start)
                }
                return nil
            }
        }
    }

    func finish(_ results: [ClaimResult]) async throws(VideoError) -> [VideoTask.ID] {
        // What is left of a process that died comes to its end.
        guard !results.isEmpty, process.isAlive else { return [] }
        struct Written {
            var ended: Set<VideoTask.ID> = []
            var records: [DatabaseRows.Record] = []
            var changes: [(VideoTask, VideoTask)] = []
        }
        let held = claims.all
        let written = try await access.transaction(
            "write the results of claims",
            isDone: { rows, written in written.records.first.map { rows.hasLastEntry(of: $0) } ?? false },
            { rows, now -> Written in
                var written = Written()
                for result in results {
                    guard let record = rows[result.id], record.token == result.token, record.owner == owner else {
                        continue
                    }
                    if let found = result.change, record.sequence == held[result.id]?.sequence,
                        let new = try? RecordChange(result.id, in: rows, at: now, access).write(
                            found.header,
                            .claimed,
                            in: &rows,
                            { $0.mutableFields = found.task.mutableFields }
                        )
                    {
                        written.records.append(new)
                        written.changes.append((record.task, new.task))
                    }
                    let index = try rows.index(of: result.id)
                    rows.records[index].dueAt = now + min(max(result.delay.seconds, 0), 1e9)
                    rows.records[index].deaths = 0
                    rows.records[index].memory = result.memory ?? rows.records[index].memory
                    rows.records[index].endLease()
                    written.ended.insert(result.id)
                }
                return written
            }
        )
        for result in results { claims.remove(result.id, token: result.token) }
        for (old, new) in written.changes { departures.note(from: old, to: new) }
        return results.map(\.id).filter { !written.ended.contains($0) }
    }

    func hints() -> AsyncStream<Void> { access.database.hints(to: process) }

    func hint() { access.database.hint() }
}

extension DatabaseRows {
    /// Returns the tasks that a process can claim, each with its work.
    fileprivate func due(_ request: ClaimRequest, besides held: Set<VideoTask.ID>, at now: Date) -> [(Int, FleetWork)] {
        let free = records.indices.compactMap { index -> (Int, FleetWork)? in
            let record = records[index]
            guard let work = record.task.work, record.dueAt <= now, !record.isLeased(at: now),
                !held.contains(record.task.id),
                request.providers.contains(where: {
                    $0.id == record.task.provider.id
                        && record.task.provider.endpoint.plainAddress.hasPrefix("\($0.endpoint.origin)")
                })
            else { return nil }
            return (index, work)
        }
        return FleetWork.allCases.flatMap { kind in
            let room = min(max(request.room[kind] ?? 0, 0), ClaimRequest.most)
            let own = free.filter {
                $0.1 == kind && (kind != .submit || !request.closed.contains(records[$0.0].task.lane))
            }
            let ordered = own.sorted { left, right in
                let (left, right) = (records[left.0], records[right.0])
                return kind == .submit
                    ? (-left.task.priority, left.task.id.number) < (-right.task.priority, right.task.id.number)
                    : (left.dueAt, left.task.id.number) < (right.dueAt, right.task.id.number)
            }
            return Array(ordered.prefix(room))
        }
    }
}
