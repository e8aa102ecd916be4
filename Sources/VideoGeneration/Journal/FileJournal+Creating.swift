import Synchronization
import VideoPlatform

extension FileJournal {
    package func create(
        under label: TaskLabel?,
        replacing pruned: VideoTask.ID?,
        _ make: (VideoTask.ID) -> VideoTask
    ) async throws -> TaskCreation {
        guard let label else { return .created(try newFile(make) { _ in }) }
        let locked = try await labels.lock(label)
        defer { locked.close() }
        let known = try locked.record.flatMap { try task(of: $0) }
        if let known, try known.id != pruned || read(known.id) != nil { return .existing(known) }
        func makeNext(_ id: VideoTask.ID) -> VideoTask {
            var task = make(id)
            task.purchasesBefore = known?.purchases ?? 0
            return task
        }
        return .created(
            try newFile(makeNext) {
                // What the label has bought is known again if the new task is not sent.
                try locked.write(LabelRecord(label: label.text, digest: $0.digest ?? "", id: $0.id, pruned: known))
            }
        )
    }

    package func task(labeled label: TaskLabel) throws(VideoError) -> VideoTask? {
        guard let record = try labels.record(of: label) else { return nil }
        return try task(of: record)
    }

    /// Returns the task that a label's record names; nil if the claim is void, because its owner ended before it created
    /// the task.
    private func task(of record: LabelRecord) throws(VideoError) -> VideoTask? {
        guard let bytes = try read(record.id), !JournalFormat.isUnbegun(bytes) else { return record.pruned }
        return try task(record.id)
    }

    /// Creates the file of a new task, locked, with its first entry.
    /// - Parameter claim: claims the label of the task before the entry is written.
    private func newFile(
        _ make: (VideoTask.ID) -> VideoTask,
        claim: (VideoTask) throws -> Void
    ) throws(VideoError) -> FileTaskLog {
        try VideoError.storing("write the journal") {
            while true {
                let number = highestNumber.withLock { highest in
                    highest += 1
                    return highest
                }
                let id = TaskID(number: number, bits: environment.random.next())
                let path = path(id)
                let file: any DiskFile
                do {
                    file = try disk.open(path, .create)
                } catch let error as DiskError where error.errno == EEXIST {
                    continue
                }
                // A reader can hold the lock at this moment. The number is skipped.
                guard try file.tryLock() else {
                    try? disk.remove(path)
                    continue
                }
                let log = FileTaskLog(file, path: path, new: make(id), cache: cache, journal: self)
                do {
                    // Checked under the lock of a file that the move will find.
                    try checkIsHere()
                    try claim(log.task)
                    try log.write(.init(.intent, isSynced: false)) { _ in }
                } catch {
                    try? disk.remove(path)
                    throw error
                }
                return log
            }
        }
    }

    /// Makes the name of a new task's file and the claim of its label durable, before the task is sent for the first
    /// time.
    /// - Throws: ``VideoError`` with code `labelInUse` if a power loss removed the claim and another task has the label.
    func syncNew(_ task: VideoTask) async throws {
        if let label = try task.label.map(TaskLabel.init) {
            let locked = try await labels.lock(label)
            defer { locked.close() }
            if let record = locked.record, record.id != task.id, try self.task(of: record) != nil {
                throw VideoError(
                    .labelInUse,
                    "The label “\(label.text)” belongs to \(record.id).",
                    advice: "Nothing was sent.",
                    localID: record.id
                )
            }
            // Written again, because a sync does not write the bytes of an earlier sync that failed.
            try VideoError.storing("claim a label") {
                let pruned = locked.record?.id == task.id ? locked.record?.pruned : nil
                try locked.write(
                    LabelRecord(label: label.text, digest: task.digest ?? "", id: task.id, pruned: pruned)
                )
            }
            try labels.sync(locked)
        }
        try VideoError.storing("write the journal") {
            try disk.syncFolder(tasksFolder)
            try syncFolders()
        }
    }
}
