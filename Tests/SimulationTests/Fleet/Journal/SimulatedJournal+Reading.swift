import Foundation
import VideoGeneration

extension SimulatedJournal {
    func tasks() async throws(VideoError) -> [VideoTask] {
        try await access.read("read the journal") { rows, now in rows.records.map { $0.readTask(at: now) } }
    }

    func latest(_ count: Int) async throws(VideoError) -> [VideoTask] {
        try await access.read("read the journal") { rows, now in
            rows.records.suffix(max(count, 0)).reversed().map { $0.readTask(at: now) }
        }
    }

    func task(_ id: VideoTask.ID) async throws(VideoError) -> VideoTask? {
        try await access.read("read the journal") { rows, now in rows[id]?.readTask(at: now) }
    }

    func history(of id: VideoTask.ID) async throws(VideoError) -> [JournalEntry] {
        try await access.read("read the journal") { rows, _ in rows[id]?.entries ?? [] }
    }

    func sync(_ id: VideoTask.ID) async throws {}

    func unreadable(besides tasks: [VideoTask]) async throws(VideoError) -> [VideoError] { [] }

    func check(_ allowance: Allowance) async throws {
        try await access.read("add up what was spent") { rows, now in
            try allowance.check(rows.spent(per: allowance.per, at: now))
        }
    }

    func prunedTasks() async throws(VideoError) -> [PrunedTask] {
        try await access.read("read the pruned tasks") { rows, _ in
            rows.pruned.sorted { ($0.id.number, $0.id.rawValue) < ($1.id.number, $1.id.rawValue) }
        }
    }

    @discardableResult
    func prune(olderThan age: Duration, forgettingLabels: Bool) async throws -> Int {
        let removed = try await access.transaction("prune the journal") { rows, now in
            let limit = now.addingTimeInterval(-age.seconds).asWritten
            let old = rows.records.filter {
                $0.task.state.isFinal && $0.task.updatedAt <= limit && !$0.isLeased(at: now)
            }
            for record in old { rows.prune(record, forgettingLabels: forgettingLabels, at: now) }
            if forgettingLabels {
                let known = Set(rows.records.map(\.task.id))
                rows.labels.removeAll { $0.pruned != nil && !known.contains($0.task) }
            }
            return old.count
        }
        let known = Set(try await tasks().map(\.id))
        try environment.disk.removeParts(in: partsFolder) { !known.contains($0) }
        return removed
    }
}

extension DatabaseRows {
    /// Removes a finished task. What it cost, its remote IDs and its label stay.
    fileprivate mutating func prune(_ record: Record, forgettingLabels: Bool, at now: Date) {
        let task = record.task
        if let counted = PrunedTask(task) {
            pruned.removeAll { $0.id == task.id }
            pruned.append(counted)
        }
        prunedAmounts += record.amounts
        keepRemotes(of: [task], at: now)
        if forgettingLabels {
            labels.removeAll { $0.task == task.id }
        } else if let index = labels.firstIndex(where: { $0.task == task.id }) {
            labels[index].pruned = task.withoutRequest
        }
        purchases.removeAll { $0.task == task.id }
        records.removeAll { $0.task.id == task.id }
    }
}
