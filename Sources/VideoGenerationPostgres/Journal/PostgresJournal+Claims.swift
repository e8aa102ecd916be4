package import VideoGeneration
import VideoPlatform

extension PostgresJournal {
    package func claim(_ request: ClaimRequest) async throws(VideoError) -> [TaskClaim] {
        try await recoverAbandoned()
        let statement = ClaimStatement(request, seconds: leaseTimes.claim)
        // One statement is one transaction. A claim whose answer is lost runs out by itself.
        let rows = try await read("claim tasks") { [claims, process] connection in
            try connection.execute(statement.sql, statement.values(process: process, held: claims.all.keys)).rows
        }
        var taken: [TaskClaim] = []
        for values in rows {
            guard values.count == ClaimStatement.columnCount, let id = values[0] else { continue }
            do throws(VideoError) {
                let row = try TaskRow(Array(values.prefix(TaskRow.columnCount)))
                let claim = ClaimStatement.claim(row, values.suffix(ClaimStatement.ownColumnCount))
                claims.insert(HeldClaims.Claim(token: row.token, sequence: row.sequence), for: row.task.id)
                taken.append(claim)
            } catch {
                try? await putAside(id)
            }
        }
        return taken
    }

    /// Leaves a task alone for an hour whose row cannot be read.
    private func putAside(_ id: String) async throws(VideoError) {
        try await read("put a task aside") { [process] connection in
            _ = try connection.execute(
                """
                update video_task set due_at = video_now() + interval '1 hour', lease_owner = null, lease_until = null
                where id = $1 and lease_owner = $2::uuid
                """,
                [id, process]
            )
        }
    }

    /// Records the outcomes of submits that ended processes left open.
    private func recoverAbandoned() async throws(VideoError) {
        let now = environment.clock.uptime
        guard recovery.isDue(at: now) else { return }
        try await noteServer()
        if spool.mayHaveRest { _ = try? await replaySpool() }
        let ids = try await read("find abandoned submits") { connection in
            try connection.execute(
                """
                select id from video_task where state = 'submitting' and lease_until <= video_now()
                union all
                select id from video_task where state = 'submitting' and lease_until is null
                limit \(ClaimRequest.most)
                """
            ).rows.compactMap { $0.first?.flatMap(VideoTask.ID.init(rawValue:)) }
        }
        for id in ids {
            // One that cannot be written now is read as unknown anyway.
            _ = try? await transaction("write the journal") { [leaseTimes] connection in
                guard let row = try connection.row(of: id, isLocked: true), row.task.state == .submitting, !row.isLeased
                else { return }
                var change = TaskChange(row, connection, leaseTimes)
                try change.recover()
            }
        }
    }

    package var claimRenewal: Duration { leaseTimes.claimRenewal }

    package func renewClaims() async throws(VideoError) -> [VideoTask.ID] {
        let held = claims.all
        guard !held.isEmpty else { return [] }
        let seconds = leaseTimes.claim
        let renewed = try await read("renew the claims") { [process] connection in
            try connection.execute(
                """
                update video_task set lease_until = greatest(lease_until, video_now() + interval '\(seconds) seconds')
                from unnest($1::text[], $2::bigint[]) as held (id, token)
                where video_task.id = held.id and lease_token = held.token and lease_owner = $3::uuid
                    and lease_until > video_now()
                returning video_task.id
                """,
                [SQLArray.text(held.keys.map(\.rawValue)), SQLArray.text(held.values.map { "\($0.token)" }), process]
            ).rows
        }
        let kept = Set(renewed.compactMap { $0.first?.flatMap(\.self) })
        return held.keys.filter { !kept.contains($0.rawValue) }
    }

    package func finish(_ results: [ClaimResult]) async throws(VideoError) -> [VideoTask.ID] {
        guard !results.isEmpty else { return [] }
        let held = claims.all
        let written = try await transaction(
            "write the results of claims",
            isDone: { (connection: PostgresConnection, written: ClaimWriting) in
                guard let (entry, row) = written.entries.first else { return false }
                return try connection.hasEntry(entry, of: row)
            },
            { [process, leaseTimes] connection in
                var writing = ClaimWriting()
                for result in results where result.change != nil {
                    try writing.write(result, held[result.id], process, connection, leaseTimes)
                }
                try writing.end(results, process, connection)
                return writing
            }
        )
        for result in results { claims.remove(result.id, token: result.token) }
        for (old, new) in written.changes { departures.note(from: old, to: new) }
        return results.map(\.id).filter { !written.ended.contains($0) }
    }

    package func hints() -> AsyncStream<Void> { listener?.hints() ?? AsyncStream { $0.finish() } }

    package func hint() { notifier.send() }
}
