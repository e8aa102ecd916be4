package import VideoGeneration
import VideoPlatform

extension PostgresJournal {
    private enum Created {
        case new(TaskRow)
        case existing(VideoTask)
    }

    package func create(
        under label: TaskLabel?,
        replacing pruned: VideoTask.ID?,
        _ make: (VideoTask.ID) -> VideoTask
    ) async throws -> TaskCreation {
        let askedAt = environment.clock.uptime
        let created = try await transaction(
            "write the journal",
            isDone: { connection, created in
                guard case .new(let row) = created else { return true }
                return try connection.row(of: row.task.id) != nil
            },
            { connection -> Created in
                let number = try connection.execute("select nextval('video_task_number')").value
                let id = TaskID(number: number.flatMap { Int($0) } ?? 0, bits: environment.random.next())
                var known: VideoTask?
                if let label {
                    let claim = try connection.claim(label, for: id, replacing: pruned)
                    if let existing = claim.existing { return .existing(existing) }
                    known = claim.pruned
                }
                var task = make(id)
                task.purchasesBefore = known?.purchases ?? 0
                try connection.insert(
                    task,
                    .init(.intent),
                    label: label,
                    process: process,
                    seconds: leaseTimes.submit
                )
                guard let row = try connection.row(of: id) else { throw VideoError.unknownTask(id) }
                return .new(row.keeping(task))
            }
        )
        switch created {
        case .existing(let task): return .existing(task)
        case .new(let row):
            let lease = TaskLease(row.task.id, token: row.token, askedAt: askedAt, of: self)
            return .created(PostgresTaskLog(row, lease, self))
        }
    }

    package func adopt(_ task: VideoTask) async throws {
        try await transaction("write the journal") { connection in
            guard try connection.row(of: task.id) == nil else { return }
            try connection.keepRemotes(of: [task])
            if let remote = task.remote, !remote.id.isEmpty {
                let key = RemoteIDKey(remote.id, at: task.provider.endpoint)
                if let owner = try connection.owner(of: key), owner != task.id {
                    throw VideoError.claimed(remote.id, by: owner, for: task)
                }
            }
            try connection.insert(task, .init(.adopted), label: nil, process: nil, seconds: 0)
            try connection.count(task)
            // Numbers that this journal gives are above those of the tasks that it took in.
            try connection.execute(
                "select setval('video_task_number', greatest($1::bigint, (select last_value from video_task_number)))",
                ["\(task.id.number)"]
            )
        }
    }

    package func task(labeled label: TaskLabel) async throws(VideoError) -> VideoTask? {
        try await read("read a label") { connection in
            let row = try connection.execute("select task_id, pruned from video_label where label = $1", [label.text])
            return try row.rows.first.flatMap { try connection.task(ofLabel: $0).task }
        }
    }
}

extension TaskRow {
    /// The row with the task as it was created, which has what the journal leaves out.
    fileprivate func keeping(_ task: VideoTask) -> TaskRow {
        var row = self
        row.task = task
        row.task.updatedAt = self.task.updatedAt
        return row
    }
}

extension PostgresConnection {
    /// Claims a label for a new task.
    /// - Returns: the task that has the label, or the pruned one that had it.
    fileprivate func claim(_ label: TaskLabel, for id: VideoTask.ID, replacing pruned: VideoTask.ID?) throws -> (
        existing: VideoTask?, pruned: VideoTask?
    ) {
        // Waits for another transaction that claims the same label.
        let inserted = try execute(
            "insert into video_label (label, task_id) values ($1, $2) on conflict (label) do nothing",
            [label.text, id.rawValue]
        )
        if inserted.changed == 1 { return (nil, nil) }
        let rows = try execute("select task_id, pruned from video_label where label = $1 for update", [label.text]).rows
        let known = try rows.first.map { try task(ofLabel: $0) }
        if let task = known?.task, known?.isPresent == true || task.id != pruned { return (task, nil) }
        let kept = try known?.task.map { String(decoding: try JournalFormat.json($0), as: UTF8.self) }
        let changed = try execute(
            "update video_label set task_id = $2, digest = null, pruned = $3::json where label = $1",
            [label.text, id.rawValue, kept]
        )
        guard changed.changed == 1 else {
            // Its owner removed the label at this moment.
            throw PostgresFailure.refused(state: "40001", message: "The label was removed")
        }
        return (nil, known?.task)
    }

    /// Returns the task that a label's row names: the one in the journal, or otherwise the pruned one.
    fileprivate func task(ofLabel row: [String?]) throws -> (task: VideoTask?, isPresent: Bool) {
        guard row.count == 2, let id = row[0].flatMap(VideoTask.ID.init(rawValue:)) else { return (nil, false) }
        if let present = try self.row(of: id)?.readTask { return (present, true) }
        return (try row[1].map { try JournalFormat.value(VideoTask.self, in: $0.utf8) }, false)
    }

    /// Adds the row of a task with its first entry.
    /// - Parameters:
    ///   - process: the process that reserves the task; nil if it is not reserved.
    ///   - seconds: the length of the reservation.
    fileprivate func insert(
        _ task: VideoTask,
        _ header: JournalEntry.Header,
        label: TaskLabel?,
        process: String?,
        seconds: Int
    ) throws {
        var task = task
        let entry = try JournalEntry(header, 1, at: try now, isWhole: true, of: &task) { _ in }
        let json = try [JournalFormat.json(task), JournalFormat.json(task.mutableFields), JournalFormat.json(entry)]
            .map { String(decoding: $0, as: UTF8.self) }
        let lease = process == nil ? "null" : "video_now() + interval '\(seconds) seconds'"
        try execute(
            """
            insert into video_task (id, number, label, digest, state, provider, endpoint, dialect, key_fingerprint,
                model, priority, request, snapshot, sequence, submitted_at, created_at, updated_at, lease_owner,
                work, routed, due_at, lease_token, lease_until)
            values ($1, $2::bigint, $3, $4, $5, $6, $7, $8, $9, $10, $11::integer, $12::json, $13::json, 1,
                to_timestamp($14::float8), to_timestamp($15::float8), to_timestamp($16::float8), $17::uuid, $18,
                $19::boolean, video_now(), 1, \(lease))
            """,
            [
                task.id.rawValue, "\(task.id.number)", label?.text, task.digest, task.state.rawValue, task.provider.id,
                task.provider.endpoint.plainAddress, task.provider.dialect, task.keyFingerprint, task.request.model,
                "\(task.priority)", json[0], json[1], task.submittedAt?.epoch, task.createdAt.epoch, entry.at.epoch,
                process, task.work?.rawValue, task.route == nil ? "f" : "t",
            ]
        )
        if let label {
            try execute(
                "update video_label set digest = $2 where label = $1",
                [label.text, task.digest]
            )
        }
        try execute(
            """
            insert into video_event (task_id, sequence, at, event, note, entry)
            values ($1, 1, to_timestamp($2::float8), $3, null, $4::json)
            """,
            [task.id.rawValue, entry.at.epoch, entry.event.rawValue, json[2]]
        )
    }
}
