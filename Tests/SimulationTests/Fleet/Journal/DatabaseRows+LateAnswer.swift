import Foundation
import VideoGeneration

@testable import VideoGenerationPostgres

extension DatabaseRows {
    /// What became of a late answer.
    enum Settlement {
        /// The answer was written to its task.
        case written(Record)
        /// The answer was kept with its own attempt, for a reason that a person has to know.
        case keptApart(String)
        /// The database has it already, or there is nothing to keep.
        case nothing
    }

    /// Records a late answer with its own attempt, whatever the task's state and token say.
    mutating func settle(_ answer: LateAnswer, at now: Date, _ access: DatabaseAccess) throws -> Settlement {
        let record = self[answer.task]
        let sent = purchases.filter { $0.task == answer.task }
        let own = sent.filter { $0.attempt == answer.attempt }
        let remote = try answer.remote(of: record?.task ?? answer.bareTask())
        if answer.outcome == .unknown
            ? !own.isEmpty : remote != nil && own.contains(where: { $0.remoteID == remote?.id })
        {
            return .nothing
        }
        if let record, record.attempt == answer.attempt, [.submitting, .outcomeUnknown].contains(record.task.state) {
            let change = try RecordChange(answer.task, in: self, at: now, access)
            let written = try change.write(answer.header, .ended, in: &self, answer.change)
            keepRemotes(of: [written.task], at: now)
            return .written(written)
        }
        guard answer.outcome != .refused else {
            let unknown: Set<Purchase.Outcome> = [.sending, .unknown]
            for index in purchases.indices
            where purchases[index].task == answer.task && purchases[index].attempt == answer.attempt
                && unknown.contains(purchases[index].outcome) && purchases[index].remoteID == nil
            {
                purchases[index].outcome = .refused
            }
            return .nothing
        }
        if let record, record.attempt == answer.attempt - 1, record.task.state == .intent, own.isEmpty {
            return .written(try addLost(answer, at: now, access))
        }
        let endpoint = try Endpoint(answer.endpoint)
        if record == nil, let remote, owner(of: RemoteIDKey(remote.id, at: endpoint)) == answer.task { return .nothing }
        keepApart(answer, remote, copies: own.count)
        if let remote, !remote.id.isEmpty {
            _ = claim(RemoteIDKey(remote.id, at: endpoint), for: answer.task, until: nil, at: now)
        }
        return .keptApart(try warn(answer, remote, record, sent, at: now, access))
    }

    /// Writes an attempt again that the database has lost, so that the task is not sent once more.
    private mutating func addLost(_ answer: LateAnswer, at now: Date, _ access: DatabaseAccess) throws -> Record {
        let change = try RecordChange(answer.task, in: self, at: now, access)
        try change.write(.init(.submitting), .ended, in: &self, answer.send)
        let written = try change.write(answer.header, .ended, in: &self, answer.change)
        keepRemotes(of: [written.task], at: now)
        return written
    }

    private mutating func keepApart(_ answer: LateAnswer, _ remote: RemoteTask?, copies: Int) {
        let outcome: Purchase.Outcome = answer.outcome == .accepted ? .accepted : .unknown
        let known = purchases.firstIndex {
            $0.task == answer.task && $0.attempt == answer.attempt && $0.copy == 0 && $0.remoteID == nil
        }
        if let known {
            (purchases[known].outcome, purchases[known].remoteID) = (outcome, remote?.id)
            purchases[known].isNoted = true
        } else {
            purchases.append(
                Purchase(
                    task: answer.task,
                    attempt: answer.attempt,
                    copy: copies,
                    endpoint: answer.endpoint,
                    outcome: outcome,
                    remoteID: remote?.id,
                    isNoted: true
                )
            )
        }
    }

    /// Tells the task's readers about a purchase that is not part of the task.
    private mutating func warn(
        _ answer: LateAnswer,
        _ remote: RemoteTask?,
        _ record: Record?,
        _ sent: [Purchase],
        at now: Date,
        _ access: DatabaseAccess
    ) throws -> String {
        let fact = "Attempt \(answer.attempt) was sent, and its answer came late: \(remote?.id ?? "no ID")."
        guard let record else { return fact }
        let isBoughtTwice = sent.contains {
            $0.outcome != .refused && $0.attempt >= answer.attempt
                && ($0.attempt > answer.attempt || $0.remoteID != nil)
        }
        if isBoughtTwice {
            records[try index(of: answer.task)].task.boughtTwice = fact
            return fact
        }
        let change = try RecordChange(answer.task, in: self, at: now, access)
        let isEnded = [.failed, .cancelled, .expired].contains(record.task.state)
        if let remote, isEnded, record.attempt == answer.attempt, record.task.remote == nil {
            try change.write(.init(.accepted, note: fact), .ended, in: &self) { $0.remote = remote }
        } else {
            try change.write(.init(.suspended, note: fact), .ended, in: &self) {
                $0.suspension = $0.suspension ?? fact
            }
        }
        return fact
    }

    // MARK: - A change of the server

    /// Returns whether requests may be sent. A change of the server is recorded.
    mutating func gate(on timeline: Int, waitsForStandby: Bool, at now: Date) -> ServerGate {
        guard server.timeline == timeline else {
            server.isSuspending = server.isSuspending || !server.waitsForStandby
            (server.timeline, server.changedAt) = (timeline, now)
            server.heldUntil = now + Double(ServerGate.holdOff)
            server.waitsForStandby = waitsForStandby
            return .held(.seconds(ServerGate.holdOff))
        }
        server.waitsForStandby = waitsForStandby
        let left = server.heldUntil?.timeIntervalSince(now) ?? 0
        guard left <= 0 else { return .held(.seconds(left)) }
        return .open(suspendingBefore: server.isSuspending ? server.changedAt : nil)
    }
}

extension LateAnswer {
    /// The task that was sent, for a database that does not have it.
    fileprivate func bareTask() throws -> VideoTask {
        VideoTask(
            id: task,
            provider: ProviderReference(id: provider, dialect: "", endpoint: try Endpoint(endpoint)),
            request: VideoRequest(prompt: ""),
            createdAt: sentAt
        )
    }
}
