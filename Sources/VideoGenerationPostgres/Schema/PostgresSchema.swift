import VideoGeneration

/// The tables of a journal in a database, with their version.
enum PostgresSchema {
    /// The version that this program uses.
    static let version = 1
    /// The oldest server that has every function in use: PostgreSQL 13.
    private static let oldestServer = 130_000
    /// The number of the lock that one migration holds: any number that no other program is likely to use.
    private static let lock = "8243619205741930"

    /// Checks that the database has a journal of this version.
    /// - Parameter mayBeMoved: whether the journal may have been moved out of the database.
    /// - Throws: ``VideoError`` with code `storageFailed` and the command that helps.
    static func check(_ pool: PostgresPool, mayBeMoved: Bool = false) throws(VideoError) {
        switch try pool.read("read the journal's version", { try foundVersion($0) }) {
        case version: return
        case -1 where mayBeMoved: return
        case 0:
            throw VideoError(
                .storageFailed,
                "The database has no journal yet.",
                advice: "Run `video-repl store migrate`."
            )
        case let found: throw other(found)
        }
    }

    /// Returns the error for tables of another version.
    static func other(_ found: Int) -> VideoError {
        guard found >= 0 else { return movedOut() }
        guard found < version else { return tooNew(found) }
        return VideoError(
            .storageFailed,
            "The journal in the database has version \(found), and this program needs version \(version).",
            advice: "Run `video-repl store migrate`."
        )
    }

    /// Creates the tables, or brings them to this version. A second migration at the same time waits for the first one.
    /// - Throws: ``VideoError`` with code `storageFailed`, also if the tables are newer than this program.
    static func migrate(_ pool: PostgresPool) throws(VideoError) {
        try pool.transaction("migrate the journal", version: nil) { connection in
            guard connection.serverVersion >= oldestServer else {
                throw VideoError(
                    .storageFailed,
                    "A journal needs PostgreSQL 13 or later. The server has version \(connection.serverVersion / 10_000)."
                )
            }
            try connection.execute("select pg_advisory_xact_lock(\(lock))")
            let found = try foundVersion(connection)
            guard (0...version).contains(found) else { throw other(found) }
            guard found < version else { return }
            for script in scripts[found...] { try connection.execute(script) }
            try connection.execute(
                """
                insert into video_schema (version) values ($1::integer)
                on conflict ((true)) do update set version = excluded.version, migrated_at = now()
                """,
                ["\(version)"]
            )
        }
    }

    /// The scripts that lead from each version to the next one.
    private static let scripts = [firstVersion + enqueueFunction]

    /// SQL for the version of the tables; -1 if the journal was moved out of the database.
    static let versionNow = "(select case when closed_for is null then version else -1 end from video_schema)"

    /// Returns the version of the tables; 0 if there are none, and -1 if the journal was moved out.
    private static func foundVersion(_ connection: PostgresConnection) throws -> Int {
        guard try connection.execute("select to_regclass('video_schema')").value != nil else { return 0 }
        return try connection.execute("select \(versionNow)").value.flatMap { Int($0) } ?? 0
    }

    /// The error for a database whose journal is in a folder now.
    static func movedOut() -> VideoError {
        VideoError(
            .storageFailed,
            "The journal was moved out of the database, into a folder.",
            advice: "Nothing was changed. Use that folder, or a new database. If the move was interrupted, run "
                + "`video-repl store export` again with the same folder."
        )
    }

    private static func tooNew(_ found: Int) -> VideoError {
        VideoError(
            .storageFailed,
            "The journal in the database has version \(found). This program knows versions up to \(version).",
            advice: "Nothing was changed. Update this program."
        )
    }
}
