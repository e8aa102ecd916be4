import VideoGeneration
import VideoGenerationPostgres

extension Session {
    /// Returns the journal, opened at the first use: the one in a database if `--journal` or the environment names it,
    /// and otherwise the one in the state folder.
    ///
    /// Responses from a recording are kept in a separate folder, because nothing in them was bought.
    /// - Throws: ``VideoError`` with code `configurationInvalid` if the journal cannot be used.
    func journal() async throws -> any Journal {
        guard !transport.isPlaying, openJournal == nil, let connection = try folders.database(options[.journal]) else {
            return try folderJournal()
        }
        let (opening, isFirst) = opening { [environment] in
            try await PostgresJournal(connection, folder: self.databaseFolder(), environment: environment)
        }
        // Commands in the background share the journal, so only one of them opens it.
        let opened = await opening.result
        if isFirst { finishOpening(try? opened.get()) }
        do { return try opened.get() } catch {
            let error = error as? VideoError ?? VideoError(.storageFailed, "\(error)")
            throw VideoError(
                .configurationInvalid,
                error.message,
                advice: [error.advice, "Nothing was sent, because no purchase could be recorded."]
                    .compactMap(\.self).joined(separator: " ")
            )
        }
    }

    /// Returns the journal in a database, for the commands that need one.
    /// - Throws: ``VideoError``, with code `usage` if the journal is in a folder.
    func databaseJournal() async throws -> PostgresJournal {
        _ = try database()
        guard let journal = try await journal() as? PostgresJournal else {
            throw VideoError.usage("A replay has no journal in a database.", "Nothing was sent.")
        }
        return journal
    }

    /// Returns the connection string of the journal's database.
    /// - Throws: ``VideoError`` with code `usage` if the journal is in a folder.
    func database() throws -> String {
        if let connection = try folders.database(options[.journal]) { return connection }
        throw VideoError.usage(
            "There is no connection string.",
            "Give --journal postgres://user@host/database, or set VIDEO_JOURNAL."
        )
    }

    /// Returns the state folder, which is created if there is none. It is on this machine, wherever the journal is.
    func stateFolder() throws -> String {
        let folder = try folders.state(options[.state])
        do { try disk.makePrivateFolder(folder, mayBeLink: true) } catch {
            throw unusable(folder, error as? VideoError ?? VideoError(.storageFailed, "\(error)."))
        }
        return folder
    }

    /// Returns the folder for the unfinished downloads of a database's tasks.
    ///
    /// It is not the folder itself, because a journal in the folder removes the downloads of tasks that it does not have.
    func databaseFolder() throws -> String { try stateFolder() + "/database" }

    /// Returns the error for a state folder that cannot be used.
    func unusable(_ folder: String, _ reason: VideoError) -> VideoError {
        let next = reason.advice?.replacing("Nothing was sent.", with: "").trimming(\.isWhitespace) ?? ""
        return VideoError(
            .configurationInvalid,
            "The state folder \(folder) cannot be used. \(reason.message)",
            advice:
                "Nothing was sent, because no purchase could be recorded. \(next.isEmpty ? "Give --state DIR." : next)"
        )
    }
}
