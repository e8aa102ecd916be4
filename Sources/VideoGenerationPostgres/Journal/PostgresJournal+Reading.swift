package import VideoGeneration

extension PostgresJournal {
    package func tasks() async throws(VideoError) -> [VideoTask] {
        try await rows("order by number, id").compactMap { try? TaskRow($0).readTask }
    }

    package func latest(_ count: Int) async throws(VideoError) -> [VideoTask] {
        try await rows("order by number desc, id desc limit \(max(count, 0))").compactMap { try? TaskRow($0).readTask }
    }

    package func task(_ id: VideoTask.ID) async throws(VideoError) -> VideoTask? {
        try await read("read the journal") { try $0.row(of: id)?.readTask }
    }

    package func history(of id: VideoTask.ID) async throws(VideoError) -> [JournalEntry] {
        try await read("read the journal") { connection in
            try connection.execute(
                "select entry from video_event where task_id = $1 order by sequence",
                [id.rawValue]
            )
            .rows.compactMap { row in
                guard let text = row.first?.flatMap(\.self) else { return nil }
                return try? JournalFormat.value(JournalEntry.self, in: text.utf8)
            }
        }
    }

    /// Does nothing, because every entry is committed durably.
    package func sync(_ id: VideoTask.ID) async throws {}

    package func unreadable(besides tasks: [VideoTask]) async throws(VideoError) -> [VideoError] {
        let known = Set(tasks.map(\.id.rawValue))
        return try await rows("order by number, id").compactMap { row in
            if let id = row.first?.flatMap(\.self), known.contains(id) { return nil }
            do throws(VideoError) {
                _ = try TaskRow(row)
                return nil
            } catch {
                return error
            }
        }
    }

    private func rows(_ order: String) async throws(VideoError) -> [[String?]] {
        try await read("read the journal") { connection in
            try connection.execute("select \(TaskRow.columns) from video_task \(order)").rows
        }
    }

    // MARK: - The budget

    package func check(_ allowance: Allowance) async throws {
        try await read("add up what was spent") { connection in
            try allowance.check(try connection.spent(per: allowance.per, at: try connection.now))
        }
    }

    package func prunedTasks() async throws(VideoError) -> [PrunedTask] {
        try await read("read the pruned tasks") { connection in
            try connection.execute("select record from video_pruned order by number, task_id").rows.map { row in
                try JournalFormat.value(PrunedTask.self, in: (row.first?.flatMap(\.self) ?? "").utf8)
            }
        }
    }
}
