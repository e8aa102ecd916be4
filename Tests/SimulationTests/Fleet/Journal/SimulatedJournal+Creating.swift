import Foundation
import VideoGeneration

@testable import VideoGenerationPostgres

extension SimulatedJournal {
    private enum Created {
        case new(DatabaseRows.Record)
        case existing(VideoTask)
    }

    func create(
        under label: TaskLabel?,
        replacing pruned: VideoTask.ID?,
        _ make: (VideoTask.ID) -> VideoTask
    ) async throws -> TaskCreation {
        let askedAt = environment.clock.uptime
        let created = try await access.transaction(
            "write the journal",
            isDone: { rows, created in
                guard case .new(let record) = created else { return true }
                return rows[record.task.id] != nil
            },
            { rows, now -> Created in
                rows.lastNumber += 1
                let id = TaskID(number: rows.lastNumber, bits: environment.random.next())
                var known: VideoTask?
                if let label {
                    let claim = rows.claim(label, for: id, replacing: pruned, at: now)
                    if let existing = claim.existing { return .existing(existing) }
                    known = claim.pruned
                }
                var task = make(id)
                task.purchasesBefore = known?.purchases ?? 0
                var record = try rows.insert(task, .init(.intent), label: label, at: now)
                record.owner = owner
                record.lease(for: leaseTimes.submit, from: access.leaseStart(now))
                rows.records[try rows.index(of: id)] = record
                return .new(record)
            }
        )
        switch created {
        case .existing(let task): return .existing(task)
        case .new(let record):
            return .created(SimulatedTaskLog(record, lease(on: record, askedAt: askedAt), self))
        }
    }

    func adopt(_ task: VideoTask) async throws {
        try await access.transaction("write the journal") { rows, now in
            guard rows[task.id] == nil else { return }
            rows.keepRemotes(of: [task], at: now)
            if let remote = task.remote, !remote.id.isEmpty,
                let owner = rows.owner(of: RemoteIDKey(remote.id, at: task.provider.endpoint)), owner != task.id
            {
                throw VideoError.claimed(remote.id, by: owner, for: task)
            }
            var record = try rows.insert(task, .init(.adopted), label: nil, at: now)
            record.amounts = task.countedAttempts
            rows.records[try rows.index(of: task.id)] = record
            rows.lastNumber = max(rows.lastNumber, task.id.number)
        }
    }

    func task(labeled label: TaskLabel) async throws(VideoError) -> VideoTask? {
        try await access.read("read a label") { rows, now in
            guard let known = rows.labels.first(where: { $0.text == label.text }) else { return nil }
            return rows[known.task]?.readTask(at: now) ?? known.pruned
        }
    }
}

extension DatabaseRows {
    /// Claims a label for a new task.
    /// - Returns: the task that has the label, or the pruned one that had it.
    fileprivate mutating func claim(
        _ label: TaskLabel,
        for id: VideoTask.ID,
        replacing pruned: VideoTask.ID?,
        at now: Date
    ) -> (existing: VideoTask?, pruned: VideoTask?) {
        guard let index = labels.firstIndex(where: { $0.text == label.text }) else {
            labels.append(Label(text: label.text, task: id))
            return (nil, nil)
        }
        if let present = self[labels[index].task]?.readTask(at: now) { return (present, nil) }
        let known = labels[index].pruned
        if let known, known.id != pruned { return (known, nil) }
        labels[index] = Label(text: label.text, task: id, pruned: known)
        return (nil, known)
    }

    /// Adds the record of a task with its first entry.
    fileprivate mutating func insert(
        _ task: VideoTask,
        _ header: JournalEntry.Header,
        label: TaskLabel?,
        at now: Date
    ) throws -> Record {
        var task = task
        let entry = try JournalEntry(header, 1, at: now, isWhole: true, of: &task) { _ in }
        let record = Record(task: task, label: label?.text, dueAt: now, entries: [entry])
        let place = records.firstIndex { ($0.task.id.number, $0.task.id.rawValue) > (task.id.number, task.id.rawValue) }
        records.insert(record, at: place ?? records.endIndex)
        return record
    }
}
