import VideoPlatform

extension FileJournal {
    /// Opens the journal of a folder to move it out of there.
    /// - Throws: ``VideoError`` with code `storageFailed`, also if the folder has no journal.
    package static func leaving(_ folder: String, environment: EngineEnvironment) throws(VideoError) -> FileJournal {
        let disk = environment.disk
        guard
            try VideoError.storing("open the journal", { try disk.entry(at: folder + "/tasks", followingLinks: false) })
                != nil
        else { throw VideoError(.storageFailed, "\(folder) has no journal.", advice: "Nothing was moved.") }
        return try FileJournal(folder: folder, environment: environment, isMoving: true)
    }

    /// Begins to move the journal to a database: from now on, no program can change or send a task of the folder.
    ///
    /// A submit that a process left open is recorded as unknown.
    /// - Returns: the move, which is the earlier one if that was interrupted, and the tasks; none if the tasks are in
    ///   the database already.
    /// - Throws: ``VideoError`` with code `busy` if another process uses a task, or `storageFailed` if a task cannot be
    ///   read, or the journal was or is being moved elsewhere. The folder is as it was then.
    package func beginLeaving(to database: String) async throws -> (JournalMove, [VideoTask]) {
        let earlier = try move
        if let earlier, earlier.database != database || earlier.stage == .arriving { throw earlier.refusal(folder) }
        let bits = environment.random.next()
        let move = earlier ?? JournalMove(id: "\(bits)", database: database, stage: .leaving)
        guard move.stage != .left else { return (move, []) }
        try setMove(move)
        do {
            // A process that has reserved a task before it could see the record holds the lock of the task's file.
            let ids = try VideoError.storing("read the journal") { try identifiers() }
                .sorted { ($0.number, $0.rawValue) < ($1.number, $1.rawValue) }
            var tasks: [VideoTask] = []
            for id in ids {
                if let bytes = try read(id), JournalFormat.isUnbegun(bytes) { continue }
                let log = try await reserve(id)
                tasks.append(log.task)
                log.close()
            }
            try await remoteIDs.complete { tasks }
            return (move, tasks)
        } catch {
            // The database has nothing of a move that began here.
            if earlier == nil { try? setMove(nil) }
            throw error
        }
    }

    /// Records that the tasks are in the database.
    package func finishLeaving(_ move: JournalMove) throws(VideoError) {
        try setMove(JournalMove(id: move.id, database: move.database, stage: .left))
    }

    /// Returns to the folder, after the database has taken nothing.
    package func cancelLeaving() throws(VideoError) { try setMove(nil) }

    // MARK: - The rest of the journal

    /// The labels, with the tasks that they name.
    package func labelRecords() throws(VideoError) -> [LabelRecord] { try labels.all() }

    /// The keys of the providers' IDs, each with its task.
    package func remoteIDOwners() throws(VideoError) -> [(key: String, owner: VideoTask.ID)] {
        try VideoError.storing("read the index of the providers' IDs") { try remoteIDs.all() }
    }

    /// The records of the endpoints.
    package func endpointRecords() throws(VideoError) -> [EndpointRecord] {
        try VideoError.storing("read the records of the endpoints") { try endpoints.all() }
    }
}
