import Synchronization
import VideoGeneration
import VideoPlatform

/// The connections of a journal. There are as many as threads use them at once.
final class PostgresPool: Sendable {
    private let address: PostgresAddress
    private let idle = Mutex<[PostgresConnection]>([])

    /// The number of connections that are kept while nobody uses them.
    private static let longestIdle = 8
    /// How often a transaction is tried that had no effect.
    private static let tries = 5

    init(_ address: PostgresAddress) { self.address = address }

    /// Runs statements without a transaction, which may be repeated.
    func read<Value>(_ action: String, _ work: (PostgresConnection) throws -> Value) throws(VideoError) -> Value {
        try repeating(action) { connection in
            let value = try work(connection)
            keep(connection)
            return value
        }
    }

    /// Runs work in a transaction, and commits it durably.
    ///
    /// The work is run again if the transaction had no effect. If the connection is lost during COMMIT, the outcome is
    /// read back on a new connection before anything else happens.
    /// - Parameters:
    ///   - action: the action in messages, as in "write the journal".
    ///   - version: the version that the tables must have; nil for any.
    ///   - isDone: returns whether the changes were made. Without it, the work can be repeated without harm.
    ///   - work: runs the statements.
    func transaction<Value>(
        _ action: String,
        version: Int? = PostgresSchema.version,
        isDone: ((PostgresConnection, Value) throws -> Bool)? = nil,
        _ work: (PostgresConnection) throws -> Value
    ) throws(VideoError) -> Value {
        try repeating(action) { connection in
            let number = try connection.begin(version: version)
            let value: Value
            do { value = try work(connection) } catch {
                if connection.rollback() { keep(connection) }
                throw error
            }
            do { try connection.commit() } catch {
                if connection.isOpen {
                    if connection.rollback() { keep(connection) }
                    throw error
                }
                guard try isCommitted(number, value, isDone) else {
                    throw PostgresFailure.lost("The change was not made.")
                }
                return value
            }
            keep(connection)
            return value
        }
    }

    /// Finds out whether a transaction took effect whose COMMIT was not answered.
    private func isCommitted<Value>(
        _ number: String,
        _ value: Value,
        _ isDone: ((PostgresConnection, Value) throws -> Bool)?
    ) throws -> Bool {
        guard let connection = connectionAfterLoss() else { throw PostgresFailure.undecided }
        // The old connection's process may still be committing.
        for _ in 0..<Self.longestCommit {
            let status = try? connection.execute("select pg_xact_status($1::xid8)", [number]).value
            guard status == "in progress" else { break }
            try connection.execute("select pg_sleep(0.1)")
        }
        // After a failover, the number may be that of another transaction. The record itself tells.
        guard let isDone else { return false }
        let done = try isDone(connection, value)
        keep(connection)
        return done
    }

    /// Connects again, while the server may be starting.
    private func connectionAfterLoss() -> PostgresConnection? {
        for _ in 0..<Self.longestStart {
            if let connection = try? address.connect() { return connection }
            usleep(200_000)
        }
        return nil
    }

    /// The number of attempts to connect after a loss, 0.2 s apart.
    private static let longestStart = 50
    /// The longest time to wait for a commit, in tenths of a second.
    private static let longestCommit = 300

    private func repeating<Value>(_ action: String, _ work: (PostgresConnection) throws -> Value) throws(VideoError)
        -> Value
    {
        var tries = 0
        while true {
            tries += 1
            let connection = try connection()
            do { return try work(connection) } catch let failure as PostgresFailure {
                // Other idle connections to a server that was restarted are lost as well.
                if failure.isLoss { idle.withLock { $0 = [] } }
                guard tries < Self.tries, failure.isLoss || failure.isConflict else {
                    throw VideoError(failure, doing: action)
                }
            } catch let error as VideoError {
                throw error
            } catch {
                throw VideoError(.storageFailed, "Cannot \(action): \(error).")
            }
        }
    }

    private func connection() throws(VideoError) -> PostgresConnection {
        if let connection = idle.withLock({ $0.popLast() }) { return connection }
        return try address.connect()
    }

    private func keep(_ connection: PostgresConnection) {
        guard connection.isOpen else { return }
        idle.withLock { if $0.count < Self.longestIdle { $0.append(connection) } }
    }
}
