package import VideoGeneration

/// What an operator wants to know about the database of a journal.
package struct PostgresDescription: Sendable {
    /// The version of the tables.
    package let version: Int
    /// The database's own ID, which a restored copy shares.
    package let database: String
    /// The version of the server, such as `15.4`.
    package let server: String
    /// The number of tasks in the journal.
    package let tasks: Int
    /// Whether a commit waits for a standby. Without one, a failover or a restore can lose the last commits.
    package let waitsForStandby: Bool
    /// What a person has to know while nothing is sent, because the database was replaced or restored; nil otherwise.
    package let holdOff: String?
}

extension PostgresJournal {
    /// Checks that a database has a journal of this version, and describes it.
    /// - Throws: ``VideoError`` with code `configurationInvalid` or `storageFailed` and the command that helps.
    package static func describe(_ connection: String) async throws(VideoError) -> PostgresDescription {
        let pool = PostgresPool(try PostgresAddress(connection))
        return try await EngineEnvironment().disk.withDiskExecutor { () throws(VideoError) in
            try PostgresSchema.check(pool)
            return try pool.read("describe the journal") { connection in
                let row =
                    try connection.execute(
                        """
                        select version, database, current_setting('server_version'), (select count(*) from video_task),
                            current_setting('synchronous_standby_names')
                        from video_schema
                        """
                    ).rows.first ?? []
                let texts = row.map { $0 ?? "" } + Array(repeating: "", count: max(5 - row.count, 0))
                return PostgresDescription(
                    version: Int(texts[0]) ?? 0,
                    database: texts[1],
                    server: texts[2],
                    tasks: Int(texts[3]) ?? 0,
                    waitsForStandby: !texts[4].isEmpty,
                    holdOff: try connection.holdOffWarning
                )
            }
        }
    }
}
