import VideoGeneration

extension PostgresAddress {
    /// Returns what to do after a connection failed. The server's words decide only the advice.
    static func advice(for reason: String) -> String {
        func says(_ words: String...) -> Bool { words.contains { reason.contains($0) } }
        if says("password authentication failed", "no password supplied") {
            return "Check the user and the password. The file that PGPASSFILE names can hold the password."
        }
        if says("SSL off", "no encryption") {
            return "The server may take connections from here only with TLS. Add sslmode=require to the connection "
                + "string, or a line for this machine to pg_hba.conf."
        }
        if says("does not support SSL") {
            return "The connection string requires TLS, which the server does not offer. Turn on ssl on the server."
        }
        if says("certificate") { return "Check sslrootcert and the certificate of the server." }
        if says("database \"") && says("does not exist") {
            return "Create the database with createdb, and run `video-repl store migrate`."
        }
        if says("role \"") { return "Check the user of the connection string." }
        return "Check the host and the port of the connection string, and whether the server runs."
    }

    /// Returns a connection string as it may be shown; `URL` if it has a password.
    static func shown(_ text: String) -> String {
        guard !text.lowercased().contains("password") else { return "URL" }
        guard let scheme = text.firstRange(of: "://"), let at = text.lastIndex(of: "@"), scheme.upperBound < at else {
            return text
        }
        return text[scheme.upperBound..<at].contains(":") ? "URL" : text
    }
}

extension PostgresJournal {
    /// Returns a connection string as it may be shown in a message.
    package static func shown(_ connection: String) -> String { PostgresAddress.shown(connection) }
}
