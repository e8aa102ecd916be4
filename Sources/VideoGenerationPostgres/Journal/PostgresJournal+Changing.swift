package import VideoGeneration

extension PostgresJournal {
    /// The time to wait for a task that another caller has reserved, usually for the moment of a write.
    private static let reservationLimit = Duration.seconds(2)

    package func reserve(_ id: VideoTask.ID) async throws -> any TaskLog {
        let askedAt = environment.clock.uptime
        let row = try await whenFree(id) { change, connection in
            let token = try connection.lease(id, process)
            return (change.row, token)
        } isDone: { connection, reserved in
            try connection.row(of: id)?.token == reserved.1
        }
        let lease = TaskLease(id, token: row.1, askedAt: askedAt, clock: environment.clock)
        return PostgresTaskLog(row.0, lease, self)
    }

    @discardableResult
    package func append(
        _ header: JournalEntry.Header,
        to id: VideoTask.ID,
        _ change: (inout VideoTask) -> Void
    ) async throws -> VideoTask {
        let (old, new, _) = try await whenFree(id) { written, _ in
            let old = written.row.task
            let entry = try written.write(header, .ended, change)
            return (old, written.row, entry)
        } isDone: { connection, written in
            try connection.hasEntry(written.2, of: written.1)
        }
        departures.note(from: old, to: new.task)
        return new.task
    }

    private enum Attempt<Value> {
        case done(Value)
        case busy
        /// The outcome that a process which ended left open is recorded, whatever becomes of the work.
        case recovered
    }

    private func attempt<Value>(
        _ id: VideoTask.ID,
        _ work: (inout TaskChange, PostgresConnection) throws -> Value,
        isDone: @escaping (PostgresConnection, Value) throws -> Bool
    ) throws -> Attempt<Value> {
        let isDone = { (connection: PostgresConnection, attempt: Attempt<Value>) throws -> Bool in
            guard case .done(let value) = attempt else { return false }
            return try isDone(connection, value)
        }
        return try pool.transaction("write the journal", isDone: isDone) { connection -> Attempt<Value> in
            guard let row = try connection.row(of: id, isLocked: true) else { throw VideoError.unknownTask(id) }
            guard !row.isLeased else { return .busy }
            var change = TaskChange(row, connection)
            guard row.task.state != .submitting else {
                try change.recover()
                return .recovered
            }
            return .done(try work(&change, connection))
        }
    }

    /// Runs work in a transaction that has locked the row of a task which nobody has reserved.
    /// - Throws: ``VideoError`` with code `busy` if another caller keeps the reservation.
    private func whenFree<Value>(
        _ id: VideoTask.ID,
        _ work: (inout TaskChange, PostgresConnection) throws -> Value,
        isDone: @escaping (PostgresConnection, Value) throws -> Bool
    ) async throws -> Value {
        let disk = environment.disk
        let value = try await disk.withDiskExecutor {
            try await disk.waitForLock(
                within: Self.reservationLimit,
                on: environment.clock,
                longestPause: .milliseconds(100)
            ) { () throws -> Value? in
                while true {
                    switch try attempt(id, work, isDone: isDone) {
                    case .done(let value): return value
                    case .busy: return nil
                    case .recovered: continue
                    }
                }
            }
        }
        guard let value else {
            throw VideoError(
                .busy,
                "\(id) is in use by another process.",
                advice: "The task is unchanged. Try again later."
            )
        }
        return value
    }
}

extension PostgresConnection {
    /// Reserves a task whose row is locked.
    /// - Returns: the token of the lease.
    fileprivate func lease(_ id: VideoTask.ID, _ process: String) throws -> Int {
        let token = try execute(
            """
            update video_task set lease_owner = $2::uuid, lease_token = lease_token + 1,
                lease_until = video_now() + interval '\(TaskLease.seconds) seconds'
            where id = $1 returning lease_token
            """,
            [id.rawValue, process]
        ).value
        guard let token = token.flatMap({ Int($0) }) else { throw VideoError.unknownTask(id) }
        return token
    }
}
