import VideoPlatform

/// The record in a folder whose journal was moved to a database, or is on its way from or to one.
///
/// While it is there, every program refuses to use the folder. Otherwise a task that waits could be sent from both
/// places.
package struct JournalMove: Sendable, Hashable, Codable {
    /// The direction of a move, and whether it has ended.
    package enum Stage: String, Sendable, Hashable, Codable {
        /// The tasks are being copied to the database.
        case leaving
        /// The tasks are in the database.
        case left
        /// The tasks are being copied from the database. The record is removed at the end.
        case arriving
    }

    /// The random ID of the move, which the database keeps.
    package var id: String
    /// The database's own ID.
    package var database: String
    /// The stage of the move.
    package var stage: Stage

    /// Creates a record.
    package init(id: String, database: String, stage: Stage) {
        (self.id, self.database, self.stage) = (id, database, stage)
    }

    /// The name of the record's file.
    static let fileName = "moved.json"

    /// The error for a program that uses the folder.
    func refusal(_ folder: String) -> VideoError {
        switch stage {
        case .left:
            VideoError(
                .storageFailed,
                "The journal in \(folder) was moved to the database \(database).",
                advice: "Nothing was sent. Give --journal or set VIDEO_JOURNAL, or use a client of that database."
            )
        case .leaving:
            VideoError(
                .storageFailed,
                "The journal in \(folder) is being moved to the database \(database).",
                advice: "Nothing was sent. If the move was interrupted, run `video-repl store import` again."
            )
        case .arriving:
            VideoError(
                .storageFailed,
                "The journal in \(folder) is being moved here from the database \(database), and is not complete.",
                advice: "Nothing was sent. If the move was interrupted, run `video-repl store export` again."
            )
        }
    }
}

extension FileJournal {
    private var movePath: String { "\(folder)/\(JournalMove.fileName)" }

    /// The record of a move; nil if the folder has none.
    package var move: JournalMove? {
        get throws(VideoError) {
            try VideoError.storing("read the journal") {
                guard try disk.size(of: movePath) != nil else { return nil }
                let file = try disk.open(movePath, .read)
                defer { file.close() }
                let bytes = try file.read(at: 0, count: 4096)
                // A record of a newer version also means that the folder must not be used.
                return (try? JSONDecoder().decode(JournalMove.self, from: Data(bytes)))
                    ?? JournalMove(id: "", database: "that \(JournalMove.fileName) names", stage: .left)
            }
        }
    }

    /// Writes the record of a move durably, or removes it.
    func setMove(_ move: JournalMove?) throws(VideoError) {
        try VideoError.storing("write the journal") {
            if let move {
                try disk.replace(movePath, with: Array(try JSONEncoder().encode(move)))
            } else {
                try disk.remove(movePath)
            }
            try disk.syncFolder(folder)
        }
    }

    /// Keeps other processes from moving the journal of a folder at the same time.
    /// - Throws: ``VideoError`` with code `busy`; ``DiskError``.
    static func lockMove(_ folder: String, _ disk: any Disk) throws -> any DiskFile {
        let file = try disk.open(folder + "/moved.lock", .update)
        guard try file.tryLock() else {
            throw VideoError(.busy, "Another process moves the journal of \(folder).", advice: "Nothing was changed.")
        }
        return file
    }

    /// Checks that the journal is in this folder.
    /// - Throws: ``VideoError`` with code `storageFailed` if it was moved.
    func checkIsHere() throws(VideoError) {
        guard !isMoving, let move = try move else { return }
        throw move.refusal(folder)
    }
}
