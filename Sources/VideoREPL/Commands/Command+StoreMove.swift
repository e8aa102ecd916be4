import VideoGeneration
import VideoGenerationPostgres

extension Command {
    /// Moves a journal from a folder into the database.
    static let storeImport = Command(
        name: "store import",
        summary: "move the journal of a folder into the one in PostgreSQL",
        theme: .tools,
        arguments: "FOLDER",
        argumentCount: 1...1,
        examples: ["store import ~/.local/state/video-generation --journal postgres://app@db.example.com/videos"],
        completion: .path,
        remarks:
            "Stop the programs that use the folder first. Everything is moved in one transaction: tasks, histories, labels, removed tasks that still count, and the providers' IDs. Afterwards, every program refuses to use the folder, so that nothing is bought twice. If it is interrupted, run it again. Workers send the waiting tasks."
    ) { invocation, session in
        let folder = session.folders.absolute(invocation.arguments[0])
        let journal = try await session.databaseJournal()
        let moved = try await journal.takeIn(FileJournal.leaving(folder, environment: session.environment))
        session.tell(
            moved.wasMoved
                ? "The journal in \(folder) was in the database already."
                : "\(text(moved)) moved into the database. Programs refuse to use the folder \(folder) now.",
            facts(moved, event: "store import"),
            invocation
        )
        return .done
    }

    /// Moves the journal from the database into a folder.
    static let storeExport = Command(
        name: "store export",
        summary: "move the journal in PostgreSQL out into a new folder",
        theme: .tools,
        arguments: "FOLDER",
        argumentCount: 1...1,
        examples: ["store export /var/lib/videos --journal postgres://app@db.example.com/videos"],
        completion: .path,
        remarks:
            "Stop the workers first. Afterwards, every program refuses to use the journal in the database, so that nothing is bought twice. If it is interrupted, run it again with the same folder."
    ) { invocation, session in
        let folder = session.folders.absolute(invocation.arguments[0])
        // The database is closed after a move that was interrupted.
        let journal = try await PostgresJournal(
            session.database(),
            folder: session.databaseFolder(),
            environment: session.environment,
            isMoving: true
        )
        let moved = try await journal.moveOut(to: folder)
        session.tell(
            "\(text(moved)) moved to \(folder). Programs refuse to use the journal in the database now.",
            facts(moved, event: "store export"),
            invocation
        )
        return .done
    }

    private static func text(_ moved: MovedCounts) -> String {
        "\(moved.tasks.counted("task")), \(moved.labels.counted("label")) and \(moved.pruned.counted("removed task")) were"
    }

    private static func facts(_ moved: MovedCounts, event: String) -> JSONObject {
        [
            "event": .string(event), "tasks": JSONValue(moved.tasks), "waiting": JSONValue(moved.waiting),
            "labels": JSONValue(moved.labels), "pruned": JSONValue(moved.pruned), "wasMoved": .bool(moved.wasMoved),
        ]
    }
}
