import CLibpq
import VideoGeneration
import VideoPlatform

/// The connection string of a database. Its password appears in no message.
struct PostgresAddress: Sendable {
    private let text: String

    /// Checks a connection string: a URI such as `postgres://host/database`, or a list of settings.
    /// - Throws: ``VideoError``: `configurationInvalid` if the string cannot be read, `storageFailed` if libpq is
    ///   missing.
    init(_ text: String) throws(VideoError) {
        guard clibpq_load() else {
            throw VideoError(
                .storageFailed,
                "A journal in PostgreSQL needs the library libpq, which is not installed.",
                advice: "Install it: `apt-get install libpq5`, or `brew install libpq`."
            )
        }
        guard !text.utf8.contains(0), clibpq_is_valid(text) else {
            throw VideoError(
                .configurationInvalid,
                "The connection string of the journal cannot be read.",
                advice: "Give one such as postgres://user@host/database. A password with special characters belongs "
                    + "in a file that PGPASSFILE names."
            )
        }
        self.text = text
    }

    /// The settings that apply unless the connection string gives others, and the connection string.
    private static let defaults = [
        ("fallback_application_name", "video-generation"), ("client_encoding", "UTF8"), ("connect_timeout", "10"),
        // A partner that is gone is noticed within half a minute, so that no thread waits for it forever.
        ("keepalives_idle", "10"), ("keepalives_interval", "5"), ("keepalives_count", "3"),
        ("tcp_user_timeout", "30000"),
    ]

    /// Opens a connection.
    /// - Throws: ``VideoError`` with code `storageFailed` and the reason.
    func connect() throws(VideoError) -> PostgresConnection {
        let settings = Self.defaults + [("dbname", text)]
        let opened = CStrings.with(settings.map(\.0) + [nil]) { keywords in
            CStrings.with(settings.map(\.1) + [nil]) { clibpq_connect(keywords, $0) }
        }
        guard let opened else {
            throw VideoError(
                .storageFailed,
                "Cannot connect to the journal's database: there is no memory.",
                isTransient: true
            )
        }
        guard clibpq_is_connected(opened) else {
            let reason = reason(of: opened)
            clibpq_close(opened)
            throw VideoError(
                .storageFailed,
                "Cannot connect to the journal's database. \(reason.asSentence)",
                advice: Self.advice(for: reason),
                isTransient: true
            )
        }
        return PostgresConnection(opened)
    }

    /// Returns why a connection failed, without the password.
    private func reason(of connection: OpaquePointer) -> String {
        var reason = String(cString: clibpq_error(connection))
        // The addresses before the server's own words are repeated for each attempt.
        if let fatal = reason.firstRange(of: "FATAL:") { reason = String(reason[fatal.upperBound...]) }
        if let password = clibpq_password(connection).map({ String(cString: $0) }), !password.isEmpty {
            reason = reason.replacing(password, with: Redaction.mark)
        }
        return Redaction.singleLine(withoutSecretParts(reason))
    }

    /// Removes every quoted part that may come from the password of a URI. A password with a `/` or a `:` ends early for
    /// libpq, which then quotes the rest as a host or a port.
    private func withoutSecretParts(_ reason: String) -> String {
        guard let scheme = text.firstRange(of: "://"), let at = text.lastIndex(of: "@"), scheme.upperBound < at else {
            return reason
        }
        let user = text[scheme.upperBound..<at]
        guard let colon = user.firstIndex(of: ":") else { return reason }
        let secret = user[user.index(after: colon)...]
        let parts = reason.split(separator: "\"", omittingEmptySubsequences: false)
        return parts.enumerated().map { index, part in
            index % 2 == 1 && !part.isEmpty && secret.contains(part) ? Redaction.mark : String(part)
        }.joined(separator: "\"")
    }
}
