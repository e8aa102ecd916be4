import VideoGeneration
import VideoGenerationPostgres

extension Command {
    /// Creates the tables of a journal in PostgreSQL.
    static let storeMigrate = Command(
        name: "store migrate",
        summary: "create the tables of a journal in PostgreSQL, or bring them to this program's version",
        theme: .tools,
        examples: ["store migrate --journal postgres://admin@db.example.com/videos", "store migrate"],
        remarks: "Run it once as a user who may create tables. A second run changes nothing."
    ) { invocation, session in
        let connection = try session.database()
        try await PostgresJournal.migrate(connection)
        let description = try await PostgresJournal.describe(connection)
        session.tell(
            "The journal in the database has version \(description.version).",
            ["event": "store migrate", "version": JSONValue(description.version)],
            invocation
        )
        return .done
    }

    /// Checks the journal in PostgreSQL.
    static let storeCheck = Command(
        name: "store check",
        summary: "check the connection to a journal in PostgreSQL, and its tables",
        theme: .tools,
        examples: ["store check --journal postgres://app@db.example.com/videos", "store check"]
    ) { invocation, session in
        let description = try await PostgresJournal.describe(try session.database())
        session.tell(
            "PostgreSQL \(description.server), journal version \(description.version), "
                + "\(description.tasks.counted("task")), database \(description.database).",
            [
                "event": "store check", "version": JSONValue(description.version),
                "server": .string(description.server), "tasks": JSONValue(description.tasks),
                "database": .string(description.database), "waitsForStandby": .bool(description.waitsForStandby),
            ],
            invocation
        )
        if let warning = description.holdOff { session.note(warning, invocation) }
        if !description.waitsForStandby {
            session.note(
                "No commit waits for a standby, because synchronous_standby_names is not set. A failover can lose the "
                    + "record of the last purchases.",
                invocation
            )
        }
        return .done
    }
}
