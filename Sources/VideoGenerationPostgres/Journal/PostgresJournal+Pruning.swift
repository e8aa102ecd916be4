import VideoGeneration
import VideoPlatform

extension PostgresJournal {
    /// The number of tasks that one transaction removes.
    private static let batch = 500

    @discardableResult
    package func prune(olderThan age: Duration, forgettingLabels: Bool) async throws -> Int {
        let limit = try await read("read the journal") { try $0.now }.addingTimeInterval(-age.seconds)
        var removed = 0
        while true {
            let count = try await transaction("prune the journal") { connection in
                try connection.prune(Self.batch, until: limit, forgettingLabels: forgettingLabels)
            }
            removed += count
            guard count > 0 else { break }
        }
        if forgettingLabels {
            _ = try await read("prune the journal") { connection in
                try connection.execute(
                    """
                    delete from video_label where pruned is not null
                        and not exists (select 1 from video_task where id = task_id)
                    """
                )
            }
        }
        try await removeParts()
        return removed
    }

    /// Removes this machine's unfinished downloads of tasks that no longer exist.
    private func removeParts() async throws {
        let disk = environment.disk
        try await read("prune the journal") { connection in
            try disk.removeParts(in: partsFolder) { id in
                try connection.execute("select 1 from video_task where id = $1", [id.rawValue]).value == nil
            }
        }
    }
}

extension PostgresConnection {
    /// Removes finished tasks. What they cost, their remote IDs and their labels stay.
    /// - Returns: the number of removed tasks.
    fileprivate func prune(_ count: Int, until limit: Date, forgettingLabels: Bool) throws -> Int {
        let rows = try execute(
            """
            select \(TaskRow.columns) from video_task
            where state in ('failed', 'cancelled', 'expired', 'stored') and updated_at <= to_timestamp($1::float8)
                and (lease_until is null or lease_until <= video_now())
            order by number limit \(count) for update skip locked
            """,
            [limit.epoch]
        ).rows
        var removed = 0
        for row in rows {
            // A task that cannot be read may be paid for, and stays.
            guard let task = try? TaskRow(row).task else { continue }
            let id = task.id.rawValue
            if let counted = PrunedTask(task) {
                let json = String(decoding: try JournalFormat.json(counted), as: UTF8.self)
                try execute(
                    """
                    insert into video_pruned (task_id, number, record) values ($1, $2::bigint, $3::json)
                    on conflict (task_id) do update set record = excluded.record
                    """,
                    [id, "\(task.id.number)", json]
                )
            }
            try keepRemotes(of: [task])
            if forgettingLabels {
                try execute("delete from video_label where task_id = $1", [id])
            } else {
                let json = String(decoding: try JournalFormat.json(task.withoutRequest), as: UTF8.self)
                try execute("update video_label set pruned = $2::json where task_id = $1", [id, json])
            }
            for table in ["video_event", "video_purchase"] {
                try execute("delete from \(table) where task_id = $1", [id])
            }
            try execute("delete from video_task where id = $1", [id])
            removed += 1
        }
        return removed
    }
}
