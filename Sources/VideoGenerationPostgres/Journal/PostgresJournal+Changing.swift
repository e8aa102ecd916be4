package import VideoGeneration

extension PostgresJournal {
    /// The time to wait for a task that another caller has reserved, usually for the moment of a write.
    private static let reservationLimit = Duration.seconds(2)

    package func reserve(_ id: VideoTask.ID) async throws -> any TaskLog {
        if let token = claims.borrow(id) { return try await reserve(id, claim: token) }
        let askedAt = environment.clock.uptime
        let row = try await whenFree(id) { change, connection in
            let token = try connection.lease(id, process, seconds: leaseTimes.submit)
            return (change.row, token)
        } isDone: { connection, reserved in
            try connection.row(of: id)?.token == reserved.1
        }
        let lease = TaskLease(id, token: row.1, askedAt: askedAt, of: self)
        return PostgresTaskLog(row.0, lease, self)
    }

    /// Reserves a task under the claim that this process holds.
    private func reserve(_ id: VideoTask.ID, claim token: Int) async throws -> any TaskLog {
        let askedAt = environment.clock.uptime
        let row: TaskRow?
        do {
            row = try await transaction("write the journal") { connection in
                guard let row = try connection.row(of: id, isLocked: true), row.token == token, row.isLeased else {
                    return nil
                }
                try connection.execute(
                    "update video_task set lease_until = video_now() + interval '\(leaseTimes.submit) seconds' where id = $1",
                    [id.rawValue]
                )
                return row
            }
        } catch {
            claims.giveBack(id, token: token)
            throw error
        }
        guard let row else {
            // Nothing is written under it any more, and the next call is one without a claim.
            claims.remove(id, token: token)
            throw VideoError.lostClaim(id)
        }
        return PostgresTaskLog(row, TaskLease(id, token: token, isClaim: true, askedAt: askedAt, of: self), self)
    }

    @discardableResult
    package func append(
        _ header: JournalEntry.Header,
        to id: VideoTask.ID,
        _ change: (inout VideoTask) -> Void
    ) async throws -> VideoTask {
        let (old, new, _) = try await whenFree(id) { written, _ in
            let old = written.row.task
            let entry = try written.write(header, isClaimed(written.row) ? .claimed : .ended, change)
            return (old, written.row, entry)
        } isDone: { connection, written in
            try connection.hasEntry(written.2, of: written.1)
        }
        departures.note(from: old, to: new.task)
        if new.task.work == .submit { hint() }
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
            if let claim = claims[id], claim.token != row.token { throw VideoError.lostClaim(id) }
            guard !row.isLeased || isClaimed(row) else { return .busy }
            var change = TaskChange(row, connection, leaseTimes)
            guard row.task.state != .submitting else {
                try change.recover()
                return .recovered
            }
            return .done(try work(&change, connection))
        }
    }

    /// Whether a task belongs to this process by a claim that no log uses.
    private func isClaimed(_ row: TaskRow) -> Bool {
        claims[row.task.id].map { $0.token == row.token && !$0.isBorrowed } ?? false
    }

    /// Runs work in a transaction that has locked the row of a task which nobody has reserved.
    /// - Throws: ``VideoError`` with code `busy` if another caller keeps the reservation.
    private func whenFree<Value>(
        _ id: VideoTask.ID,
        _ work: (inout TaskChange, PostgresConnection) throws -> Value,
        isDone: @escaping (PostgresConnection, Value) throws -> Bool
    ) async throws -> Value {
        let disk = environment.disk
        let value = try await withoutOutages {
            try await disk.withDiskExecutor {
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
    fileprivate func lease(_ id: VideoTask.ID, _ process: String, seconds: Int) throws -> Int {
        let token = try execute(
            """
            update video_task set lease_owner = $2::uuid, lease_token = lease_token + 1,
                lease_until = video_now() + interval '\(seconds) seconds'
            where id = $1 returning lease_token
            """,
            [id.rawValue, process]
        ).value
        guard let token = token.flatMap({ Int($0) }) else { throw VideoError.unknownTask(id) }
        return token
    }
}

extension VideoError {
    /// The error for a task whose claim another process has taken.
    static func lostClaim(_ id: VideoTask.ID) -> VideoError {
        VideoError(
            .busy,
            "\(id) was taken over by another process, because this one did not renew its claim in time.",
            advice: "Nothing was changed."
        )
    }
}
