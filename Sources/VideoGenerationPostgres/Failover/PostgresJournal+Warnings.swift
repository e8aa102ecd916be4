package import VideoGeneration

extension PostgresJournal {
    /// The number of tasks that are named.
    private static let mostNamed = 20

    package func warnings() async throws(VideoError) -> [String] {
        let rest = try await replaySpool()
        return try await read("read the journal") { connection in
            try [connection.holdOffWarning, rest.obstacle.map { "\($0)" }].compactMap(\.self)
                + connection.warningsAboutTasks(Self.mostNamed)
        }
    }
}

extension PostgresConnection {
    /// What a person has to know while nothing is sent; nil otherwise.
    var holdOffWarning: String? {
        get throws {
            let left = try execute(
                "select ceil(extract(epoch from held_until - video_now()) / 60) from video_server where video_is_held()"
            ).value
            guard let minutes = left.flatMap(Double.init) else { return nil }
            return "The database was replaced or restored, and may have lost its last records. No request is sent for "
                + "\(minutes <= 1 ? "another minute" : "\(Int(min(minutes, 60))) more minutes")."
        }
    }

    /// The tasks for which two videos may be bought, and the purchases whose task the database has lost.
    fileprivate func warningsAboutTasks(_ most: Int) throws -> [String] {
        let twice = try execute(
            "select id, bought_twice from video_task where bought_twice is not null order by number limit \(most)"
        ).rows.map { "\($0[0] ?? ""): \($0[1] ?? "")" }
        let lost = try execute(
            """
            select task_id, provider, coalesce(remote_id, '') from video_purchase as bought
            where note is not null and not exists (select 1 from video_task where id = bought.task_id)
            order by task_id limit \(most)
            """
        ).rows.map { row in
            let remote = row[2].flatMap { $0.isEmpty ? nil : " as \(Redaction.singleLine($0, limit: 80))" } ?? ""
            return
                "\(Redaction.singleLine(row[1] ?? "", limit: 40)) may have been paid for a video\(remote). The database has "
                + "no task \(row[0] ?? "") for it."
        }
        return twice + lost
    }
}
