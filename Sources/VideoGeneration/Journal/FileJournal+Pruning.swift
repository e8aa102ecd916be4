import VideoPlatform

extension FileJournal {
    @discardableResult
    package func prune(olderThan age: Duration, forgettingLabels: Bool) async throws -> Int {
        try checkIsHere()
        let limit = clock.now.addingTimeInterval(-age.seconds).asWritten
        let old = try tasks().filter { $0.state.isFinal && $0.updatedAt <= limit }
        var removed = 0
        do {
            try keepCounting(old)
            try await remoteIDs.keep(old, synced: true)
            for task in old {
                if !forgettingLabels { try await keepLabel(of: task) }
                guard try remove(task.id, ifFinalSince: limit) else { continue }
                removed += 1
            }
            if forgettingLabels { try await forgetLabels() }
            for id in try identifiers() { try removeUnbegun(id) }
            try disk.syncFolder(tasksFolder)
            let known = Set(try identifiers())
            try disk.removeParts(in: partsFolder) { !known.contains($0) }
        } catch let error as DiskError {
            throw VideoError(storage: error, doing: "prune the journal")
        }
        return removed
    }

    /// Keeps a task, without its request, with its label, so that the label does not buy another video.
    private func keepLabel(of task: VideoTask) async throws {
        guard let label = try? task.label.map(TaskLabel.init) else { return }
        let locked = try await labels.lock(label)
        defer { locked.close() }
        // The label may have been forgotten and given to another task since.
        guard let record = locked.record, record.id == task.id else { return }
        try locked.write(
            LabelRecord(label: label.text, digest: record.digest, id: task.id, pruned: task.withoutRequest)
        )
        try labels.sync(locked)
    }

    /// Frees the labels of pruned tasks.
    private func forgetLabels() async throws {
        for record in try labels.all() {
            guard let label = try? TaskLabel(record.label) else { continue }
            let locked = try await labels.lock(label)
            defer { locked.close() }
            guard let id = locked.record?.id, try read(id) == nil else { continue }
            try labels.forget(label)
        }
    }

    /// Removes the file of a task that is still final, and older than a moment. Another process may have found its
    /// video since the file was read.
    private func remove(_ id: VideoTask.ID, ifFinalSince limit: Date) throws -> Bool {
        let file: any DiskFile
        do { file = try disk.open(path(id), .read) } catch let error as DiskError where error.errno == ENOENT {
            return false
        }
        defer { file.close() }
        guard try file.tryLock() else { return false }
        let task = try JournalFormat.last(in: try JournalFormat.bytes(of: file, path(id)), path: path(id), cache: nil).1
        guard task.state.isFinal, task.updatedAt <= limit else { return false }
        try disk.remove(path(id))
        return true
    }

    /// Removes the file of a task whose process ended before its first entries were durable. Nothing was sent for it.
    private func removeUnbegun(_ id: VideoTask.ID) throws {
        guard let bytes = try read(id), JournalFormat.isUnbegun(bytes) else { return }
        let file = try disk.open(path(id), .read)
        defer { file.close() }
        // Checks again under the lock, because another process may have been about to write.
        guard try file.tryLock(), JournalFormat.isUnbegun(try JournalFormat.bytes(of: file, path(id))) else { return }
        try disk.remove(path(id))
    }
}
