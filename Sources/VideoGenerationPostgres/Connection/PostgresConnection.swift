import CLibpq
import VideoGeneration
import VideoPlatform

/// One connection to a database. Every call blocks its thread until the server has answered.
///
/// It is not safe to use from two threads at once. ``PostgresPool`` gives it to one caller at a time.
final class PostgresConnection: @unchecked Sendable {
    /// The result of a statement.
    struct Result {
        /// The values as texts, row by row; nil for SQL's null.
        var rows: [[String?]] = []
        /// The number of rows that the statement changed or returned.
        var changed = 0

        /// The value in the first column of the first row.
        var value: String? { rows.first?.first.flatMap(\.self) }
    }

    fileprivate let connection: OpaquePointer
    /// Whether a statement has failed since ``begin()``. COMMIT then succeeds as a ROLLBACK.
    private var hasFailed = false

    init(_ connection: OpaquePointer) { self.connection = connection }

    deinit { clibpq_close(connection) }

    /// Whether the connection still works, as far as is known.
    var isOpen: Bool { clibpq_is_connected(connection) }

    /// The version of the server, such as 150004.
    var serverVersion: Int { Int(clibpq_server_version(connection)) }

    /// Runs SQL. Without values, the text may hold several statements, and the result is that of the last one.
    @discardableResult
    func execute(_ sql: String, _ values: [String?] = []) throws(PostgresFailure) -> Result {
        let result = CStrings.with(values) { clibpq_execute(connection, sql, Int32(values.count), $0) }
        guard let result else { throw lost() }
        defer { clibpq_clear(result) }
        guard clibpq_succeeded(result) else {
            hasFailed = true
            guard let state = clibpq_sqlstate(result) else { throw lost() }
            let message = clibpq_message(result).map { String(cString: $0) } ?? ""
            throw .refused(state: String(cString: state), message: message)
        }
        let columns = clibpq_column_count(result)
        let rows = (0..<clibpq_row_count(result)).map { row in
            (0..<columns).map { clibpq_value(result, row, $0).map { String(cString: $0) } }
        }
        return Result(rows: rows, changed: Int(String(cString: clibpq_changed(result))) ?? 0)
    }

    private func lost() -> PostgresFailure {
        hasFailed = true
        return .lost(Redaction.singleLine(String(cString: clibpq_error(connection))))
    }

    // MARK: - Transactions

    /// Returns the statements that begin a transaction and return its number, and the version of the tables if needed.
    static func beginning(version: Int?) -> String {
        """
        begin isolation level read committed read write;
        set local synchronous_commit = on;
        set local lock_timeout = '10s';
        set local statement_timeout = '60s';
        select pg_current_xact_id()::text
        """ + (version == nil ? "" : "; select pg_current_xact_id()::text, \(PostgresSchema.versionNow)")
    }

    /// Begins a transaction whose changes are durable when COMMIT returns.
    /// - Parameter version: the version that the tables must have; nil for any.
    /// - Returns: the transaction's number.
    /// - Throws: ``PostgresFailure``; ``VideoError`` if a newer program has changed the tables since they were checked.
    func begin(version: Int? = nil) throws -> String {
        hasFailed = false
        let result = try execute(Self.beginning(version: version))
        let row = result.rows.first ?? []
        if let version, let found = row.last.flatMap(\.self).flatMap({ Int($0) }), found != version {
            _ = rollback()
            throw PostgresSchema.other(found)
        }
        return row.first.flatMap(\.self) ?? ""
    }

    /// Commits the transaction.
    func commit() throws(PostgresFailure) {
        guard !hasFailed else { throw .refused(state: "25P02", message: "A statement of the transaction failed") }
        try execute("commit")
    }

    /// Ends the transaction without its changes. If that fails, the connection is not usable any more.
    /// - Returns: whether the connection can be used again.
    func rollback() -> Bool { isOpen && (try? execute("rollback")) != nil }
}

extension PostgresConnection {
    /// Waits for a notification.
    /// - Returns: whether there was one; nil if the connection is lost.
    func waitForNotification(milliseconds: Int32) -> Bool? {
        switch clibpq_wait(connection, milliseconds) {
        case CLIBPQ_NOTIFIED: true
        case CLIBPQ_NOTHING: false
        default: nil
        }
    }
}
