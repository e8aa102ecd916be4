package import VideoGeneration

extension PostgresJournal {
    /// Returns the tasks that this process is sending now. Those of other processes are none of its concern.
    package func ownSubmits() async throws(VideoError) -> [VideoTask] {
        try await read("read the journal") { connection in
            try connection.execute(
                "select \(TaskRow.columns) from video_task where state = 'submitting' and lease_owner = $1::uuid",
                [process]
            ).rows.compactMap { try? TaskRow($0).task }
        }
    }
}
