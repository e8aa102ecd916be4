package import VideoGeneration
import VideoPlatform

/// What a move of a journal has copied.
package struct MovedCounts: Sendable, Equatable {
    /// The number of tasks.
    package var tasks = 0
    /// The number of tasks that wait to be sent.
    package var waiting = 0
    /// The number of pruned tasks that still count.
    package var pruned = 0
    /// The number of labels.
    package var labels = 0
    /// Whether an earlier call had moved the journal already.
    package var wasMoved = false
}

extension PostgresJournal {
    /// Moves the journal of a folder into the database, in one transaction.
    ///
    /// An interrupted move can be repeated. After it, no program uses the folder again.
    /// - Throws: ``VideoError`` or `CancellationError`. The journal is still in the folder then, unless the message says
    ///   otherwise.
    package func takeIn(_ folder: FileJournal) async throws -> MovedCounts {
        let (move, tasks) = try await folder.beginLeaving(to: database)
        guard move.stage != .left else { return MovedCounts(wasMoved: true) }
        let counts: MovedCounts
        do {
            let content = try Content(folder, tasks)
            counts = try await transaction(
                "move the journal",
                isDone: { connection, _ in try connection.hasMove(move.id) },
                { connection in
                    if try connection.hasMove(move.id) { return MovedCounts(wasMoved: true) }
                    return try connection.takeIn(content, move.id)
                }
            )
        } catch {
            // Only a transaction that certainly has no effect returns the tasks to the folder.
            if try await !isTaken(move) { try folder.cancelLeaving() }
            throw error
        }
        try folder.finishLeaving(move)
        return counts
    }

    /// Returns whether the database has the tasks of a move. It waits for a transaction whose outcome is open.
    private func isTaken(_ move: JournalMove) async throws -> Bool {
        try await transaction("read the moves") { connection in
            let added = try connection.execute(
                "insert into video_move (id) values ($1) on conflict do nothing",
                [move.id]
            ).changed
            if added == 1 { try connection.execute("delete from video_move where id = $1", [move.id]) }
            return added == 0
        }
    }

    /// The content of a folder.
    fileprivate struct Content {
        let tasks: [(task: VideoTask, entries: [JournalEntry])]
        let labels: [LabelRecord]
        let pruned: [PrunedTask]
        let remotes: [(key: String, owner: VideoTask.ID)]
        let endpoints: [EndpointRecord]

        init(_ folder: FileJournal, _ tasks: [VideoTask]) throws {
            let known = Set(tasks.map(\.id))
            self.tasks = try tasks.map { ($0, try folder.history(of: $0.id)) }
            // A claim without a task is void.
            labels = try folder.labelRecords().filter { known.contains($0.id) || $0.pruned != nil }
            // A task of an interrupted prune counts once.
            pruned = try folder.prunedTasks().filter { !known.contains($0.id) }
            remotes = try folder.remoteIDOwners()
            endpoints = try folder.endpointRecords()
        }
    }
}

extension PostgresConnection {
    fileprivate func hasMove(_ id: String) throws -> Bool {
        try execute("select 1 from video_move where id = $1", [id]).value != nil
    }

    fileprivate func takeIn(_ content: PostgresJournal.Content, _ move: String) throws -> MovedCounts {
        try execute("insert into video_move (id) values ($1)", [move])
        var counts = MovedCounts()
        let known = Set(content.tasks.map(\.task.id))
        for record in content.labels {
            guard let id = known.contains(record.id) ? record.id : record.pruned?.id else { continue }
            let kept = try record.pruned.map { String(decoding: try JournalFormat.json($0), as: UTF8.self) }
            let added = try execute(
                """
                insert into video_label (label, task_id, digest, pruned) values ($1, $2, $3, $4::json)
                on conflict (label) do nothing
                """,
                [record.label, id.rawValue, record.digest, kept]
            )
            guard added.changed == 1 else {
                throw VideoError.notMoved(
                    "The label “\(Redaction.singleLine(record.label, limit: 40))” is in use there."
                )
            }
            counts.labels += 1
        }
        for (task, entries) in content.tasks {
            try takeIn(task, entries)
            counts.tasks += 1
            if task.state == .intent { counts.waiting += 1 }
        }
        for task in content.pruned {
            try execute(
                """
                insert into video_pruned (task_id, number, record) values ($1, $2::bigint, $3::json)
                """,
                [task.id.rawValue, "\(task.id.number)", String(decoding: try JournalFormat.json(task), as: UTF8.self)]
            )
            try count(task.amounts, of: task.id)
            counts.pruned += 1
        }
        for (key, owner) in content.remotes {
            // The first claim of an ID counts.
            try execute(
                "insert into video_remote (key, task_id) values ($1, $2) on conflict (key) do nothing",
                [key, owner.rawValue]
            )
        }
        for record in content.endpoints {
            try execute(
                "insert into video_endpoint (endpoint, record) values ($1, $2::json) on conflict (endpoint) do nothing",
                [record.endpoint.plainAddress, String(decoding: try JournalFormat.json(record), as: UTF8.self)]
            )
        }
        let highest = (content.tasks.map(\.task.id.number) + content.pruned.map(\.id.number)).max() ?? 0
        if highest > 0 {
            try execute(
                "select setval('video_task_number', greatest($1::bigint, (select last_value from video_task_number)))",
                ["\(highest)"]
            )
        }
        return counts
    }

    private func takeIn(_ task: VideoTask, _ entries: [JournalEntry]) throws {
        let (sendings, id) = (Sending.all(in: entries, of: task), task.id.rawValue)
        let json = try [JournalFormat.json(task), JournalFormat.json(task.mutableFields)]
            .map { String(decoding: $0, as: UTF8.self) }
        let added = try execute(
            """
            insert into video_task (id, number, label, digest, state, provider, endpoint, dialect, key_fingerprint,
                model, priority, request, snapshot, sequence, attempt, work, routed, due_at, submitted_at, created_at,
                updated_at)
            values ($1, $2::bigint, $3, $4, $5, $6, $7, $8, $9, $10, $11::integer, $12::json, $13::json, $14::bigint,
                $15::integer, $16, $17::boolean, video_now(), to_timestamp($18::float8), to_timestamp($19::float8),
                to_timestamp($20::float8))
            on conflict (id) do nothing
            """,
            [
                id, "\(task.id.number)", task.label, task.digest, task.state.rawValue, task.provider.id,
                task.provider.endpoint.plainAddress, task.provider.dialect, task.keyFingerprint, task.request.model,
                "\(task.priority)", json[0], json[1], "\(entries.last?.sequence ?? 1)", "\(sendings.count)",
                task.work?.rawValue, task.route == nil ? "f" : "t", task.submittedAt?.epoch, task.createdAt.epoch,
                task.updatedAt.epoch,
            ]
        )
        guard added.changed == 1 else { throw VideoError.notMoved("\(id) is in the database already.") }
        for entry in entries {
            try execute(
                """
                insert into video_event (task_id, sequence, at, event, note, entry)
                values ($1, $2::bigint, to_timestamp($3::float8), $4, $5, $6::json) on conflict do nothing
                """,
                [
                    id, "\(entry.sequence)", entry.at.epoch, entry.event.rawValue, entry.note,
                    String(decoding: try JournalFormat.json(entry), as: UTF8.self),
                ]
            )
        }
        for (index, sending) in sendings.enumerated() {
            try execute(
                """
                insert into video_purchase (task_id, attempt, provider, endpoint, remote_id, outcome, sent_at)
                values ($1, $2::integer, $3, $4, $5, $6, to_timestamp($7::float8))
                """,
                [
                    id, "\(index + 1)", sending.provider.id, sending.provider.endpoint.plainAddress, sending.remoteID,
                    sending.outcome, sending.at.epoch,
                ]
            )
        }
        try count(task)
    }
}

extension VideoError {
    /// The error for a journal that the database cannot take in.
    fileprivate static func notMoved(_ reason: String) -> VideoError {
        VideoError(
            .storageFailed,
            "The journal cannot be moved. \(reason)",
            advice:
                "Nothing was moved, and the folder can be used as before. Use a database without that task or label."
        )
    }
}
