import VideoPlatform

extension FileJournal {
    /// Opens a new folder to which a journal is moved. Until ``finishArriving()``, no program uses the folder.
    /// - Returns: the journal, and the move, which is the earlier one if that was interrupted.
    /// - Throws: ``VideoError`` with code `storageFailed` if the folder holds anything else.
    package static func arriving(
        _ folder: String,
        from database: String,
        environment: EngineEnvironment
    ) throws(VideoError) -> (FileJournal, JournalMove) {
        let names = try VideoError.storing("open the journal") { try environment.disk.names(in: folder) }
        let isNew = names.isEmpty
        guard isNew || names.contains(JournalMove.fileName) else {
            throw VideoError(
                .storageFailed,
                "The folder \(folder) is not empty.",
                advice: "Nothing was moved. Give a new folder."
            )
        }
        let journal = try FileJournal(folder: folder, environment: environment, isMoving: true)
        let bits = environment.random.next()
        let move = try journal.move ?? JournalMove(id: "\(bits)", database: database, stage: .arriving)
        guard move.stage == .arriving, move.database == database else { throw move.refusal(folder) }
        if isNew { try journal.setMove(move) }
        return (journal, move)
    }

    /// Writes the file of a task, in place of one that an interrupted move has left.
    package func put(_ task: VideoTask, _ entries: [JournalEntry]) throws(VideoError) {
        try VideoError.storing("write the journal") {
            var lines: [UInt8] = []
            for (index, entry) in try whole(task, entries).enumerated() {
                // The first entry has the task as it was created, and one that SQL wrote has no fingerprint.
                var first = entry.task
                first?.digest = task.digest
                let entry = JournalEntry(
                    sequence: index + 1,
                    at: entry.at,
                    event: entry.event,
                    note: entry.note,
                    standing: entry.standing,
                    task: first
                )
                lines += try JournalFormat.line(entry)
            }
            let file = try disk.open(path(task.id), .update)
            defer { file.close() }
            try file.truncate(to: 0)
            try file.write(lines, at: 0)
            try file.sync()
        }
    }

    /// Returns the entries, which begin with the whole task.
    private func whole(_ task: VideoTask, _ entries: [JournalEntry]) throws(VideoError) -> [JournalEntry] {
        guard entries.first?.task == nil else { return entries }
        var task = task
        return [try JournalEntry(.init(.adopted), 1, at: task.updatedAt, isWhole: true, of: &task) { _ in }]
    }

    /// Writes the record of a label.
    package func put(_ record: LabelRecord) async throws {
        let locked = try await labels.lock(try TaskLabel(record.label))
        defer { locked.close() }
        try VideoError.storing("claim a label") { try locked.write(record) }
        try labels.sync(locked)
    }

    /// Writes the records of the pruned tasks.
    package func put(_ pruned: [PrunedTask]) throws(VideoError) {
        try VideoError.storing("write the journal") {
            // The records of an interrupted move are followed by the same ones, and the last one of a task counts.
            try keepCounting(pruned)
        }
    }

    /// Writes the index of the providers' IDs.
    package func put(_ remotes: [(key: String, owner: VideoTask.ID)]) throws(VideoError) {
        try VideoError.storing("write the index of the providers' IDs") { try remoteIDs.put(remotes) }
    }

    /// Lets programs use the folder.
    package func finishArriving() throws(VideoError) {
        try VideoError.storing("write the journal") {
            try disk.syncFolder(tasksFolder)
            try syncFolders()
            try ledger.doubt()
        }
        try setMove(nil)
    }
}
