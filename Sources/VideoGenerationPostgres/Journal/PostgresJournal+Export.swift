import VideoGeneration
import VideoPlatform

extension PostgresJournal {
    /// Moves the journal out of the database, into a new folder.
    ///
    /// The database is closed first: every program refuses to write to it from then on. An interrupted move can be
    /// repeated with the same folder.
    /// - Throws: ``VideoError``, with code `busy` if a process works on a task; `CancellationError`.
    package func moveOut(to folder: String) async throws -> MovedCounts {
        let (database, closedFor) = try await read("read the journal's version") { connection in
            let row = try connection.execute("select database, closed_for from video_schema").rows.first ?? []
            return (row.first?.flatMap(\.self) ?? "", row.last?.flatMap(\.self))
        }
        // A database that was closed is moved to the folder of that time.
        if closedFor != nil, (try? environment.disk.names(in: folder))?.isEmpty != false {
            throw PostgresSchema.movedOut()
        }
        let (target, move) = try FileJournal.arriving(folder, from: database, environment: environment)
        guard closedFor == nil || closedFor == move.id else { throw PostgresSchema.movedOut() }
        try await close(for: move.id)
        var counts = MovedCounts()
        for task in try await tasks() {
            try target.put(task, await history(of: task.id))
            counts.tasks += 1
            if task.state == .intent { counts.waiting += 1 }
        }
        for record in try await labelRecords() {
            try await target.put(record)
            counts.labels += 1
        }
        let pruned = try await prunedTasks()
        try target.put(pruned)
        counts.pruned = pruned.count
        try target.put(await remoteIDOwners())
        for record in try await endpointRecords() {
            try await target.changeRecord(of: record.endpoint) { $0 = record }
        }
        try target.finishArriving()
        return counts
    }

    // MARK: - Closing

    /// The time to wait for transactions that began before the database was closed.
    private static let closingLimit = Duration.seconds(70)

    /// Closes the database, and waits for the transactions that began before.
    /// - Throws: ``VideoError`` with code `busy` if one of them goes on, or a process works on a task. The database is
    ///   open again then, if it was before.
    private func close(for move: String) async throws {
        let wasOpen = try await read("close the journal") { connection in
            try connection.execute(
                "update video_schema set closed_for = $1 where closed_for is null returning 1",
                [move]
            ).changed == 1
        }
        do {
            guard try await unreadable(besides: tasks()).isEmpty else {
                throw VideoError(
                    .storageFailed,
                    "The journal has tasks that cannot be read.",
                    advice: "Nothing was moved. `video-repl jobs` names them."
                )
            }
            // A transaction reads whether the database is closed after it has its number.
            let next = try await read("close the journal") { connection in
                try connection.execute("select pg_snapshot_xmax(pg_current_snapshot())::text").value
            }
            let isQuiet = try await environment.disk.withDiskExecutor {
                try await environment.disk.waitForLock(
                    within: Self.closingLimit,
                    on: environment.clock,
                    longestPause: .milliseconds(200)
                ) { () throws -> Bool? in
                    try pool.read("close the journal") { connection in
                        let sql = "select pg_snapshot_xmin(pg_current_snapshot()) >= $1::xid8"
                        return try connection.execute(sql, [next]).value == "t" ? true : nil
                    }
                }
            }
            let leased = try await read("close the journal") { connection in
                try connection.execute("select id from video_task where lease_until > video_now() limit 1").value
            }
            guard isQuiet == true, leased == nil else {
                throw VideoError(
                    .busy,
                    leased.map { "A process works on \($0)." } ?? "Other users of the database have open transactions.",
                    advice: "Nothing was moved. Stop the workers, wait for the end of their leases, and try again."
                )
            }
        } catch {
            if wasOpen {
                _ = try? await read("open the journal again") { connection in
                    try connection.execute("update video_schema set closed_for = null where closed_for = $1", [move])
                }
            }
            throw error
        }
    }

    // MARK: - The rest of the journal

    private func labelRecords() async throws -> [LabelRecord] {
        try await read("read the labels") { connection in
            let rows = try connection.execute("select label, task_id, pruned from video_label order by label").rows
            return try rows.compactMap { row in
                guard row.count == 3, let label = row[0], let id = row[1].flatMap(VideoTask.ID.init(rawValue:)) else {
                    return nil
                }
                let present = try connection.row(of: id)?.task
                let pruned = try row[2].map { try JournalFormat.value(VideoTask.self, in: $0.utf8) }
                // A label whose task is gone stands for the pruned one.
                guard let digest = (present ?? pruned).map({ $0.digest ?? "" }) else { return nil }
                return LabelRecord(
                    label: label,
                    digest: digest,
                    id: present == nil ? pruned?.id ?? id : id,
                    pruned: pruned
                )
            }
        }
    }

    private func remoteIDOwners() async throws -> [(key: String, owner: VideoTask.ID)] {
        try await read("read the index of the providers' IDs") { connection in
            try connection.execute("select key, task_id from video_remote where claimed_until is null").rows
                .compactMap { row in
                    guard let key = row.first?.flatMap(\.self),
                        let owner = row.last?.flatMap(\.self).flatMap(VideoTask.ID.init(rawValue:))
                    else { return nil }
                    return (key, owner)
                }
        }
    }

    private func endpointRecords() async throws -> [EndpointRecord] {
        try await read("read the records of the endpoints") { connection in
            try connection.execute("select record from video_endpoint").rows.compactMap { row in
                try row.first?.flatMap(\.self).map { try JournalFormat.value(EndpointRecord.self, in: $0.utf8) }
            }
        }
    }
}
