import VideoPlatform

extension FileJournal {
    @discardableResult
    package func prune(olderThan age: Duration) async throws -> Int {
        let limit = clock.now.addingTimeInterval(-age.seconds)
        let old = try tasks().filter { $0.state.isFinal && $0.updatedAt <= limit }
        var removed = 0
        do {
            try keepCounting(old)
            try await remoteIDs.keep(old, synced: true)
            for task in old where try remove(task.id, ifFinalSince: limit) { removed += 1 }
            for id in try identifiers() { try removeUnbegun(id) }
            try disk.syncFolder(tasksFolder)
            try removeOrphanedParts()
        } catch let error as DiskError {
            throw VideoError(storage: error, doing: "prune the journal")
        }
        return removed
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

    /// Removes the unfinished downloads of tasks that no longer exist, unless they are in use.
    private func removeOrphanedParts() throws {
        let known = Set(try identifiers())
        for name in try disk.names(in: partsFolder) {
            guard let id = VideoTask.ID(rawValue: String(name.prefix { $0 != "." })), !known.contains(id) else {
                continue
            }
            try PartFile.removeAbandoned(id, in: partsFolder, disk)
        }
    }
}
