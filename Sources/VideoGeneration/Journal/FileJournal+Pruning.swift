import VideoPlatform

extension FileJournal {
    /// Removes finished tasks that are older than an age, and what is left of purchases that ended before
    /// they were on disk. The videos stay where they are, the providers' IDs stay known, and what the tasks cost stays
    /// in the budget.
    /// - Returns: how many tasks were removed.
    @discardableResult
    public func prune(olderThan age: Duration) throws -> Int {
        let limit = clock.now.addingTimeInterval(-age.seconds)
        let old = try tasks().filter { $0.state.isFinal && $0.updatedAt <= limit }
        try storing("prune the journal") {
            try keepCounting(old)
            try remoteIDs.keep(old, synced: true)
            for task in old { try disk.remove(path(task.id)) }
            for id in try identifiers() { try removeUnbegun(id) }
            try disk.syncFolder(tasksFolder)
            try removeOrphanedParts()
        }
        return old.count
    }

    private func removeUnbegun(_ id: VideoTask.ID) throws {
        guard let bytes = try read(id), JournalFormat.isUnbegun(bytes) else { return }
        let file = try disk.open(path(id), .read)
        defer { file.close() }
        // Once more under the lock: another process may have been about to write.
        guard try file.tryLock(), JournalFormat.isUnbegun(try JournalFormat.bytes(of: file, path(id))) else { return }
        try disk.remove(path(id))
    }
}
