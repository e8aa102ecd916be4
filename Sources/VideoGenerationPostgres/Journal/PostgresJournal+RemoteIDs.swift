package import VideoGeneration

extension PostgresJournal {
    /// How long a claim holds whose work has not confirmed it, in seconds. The work is the write of one entry.
    private static let claimSeconds = 60
    /// The time to wait for a claim that another caller has not confirmed.
    private static let claimLimit = Duration.seconds(2)

    package func owner(of remoteID: String, at endpoint: Endpoint) async throws(VideoError) -> VideoTask.ID? {
        try await read("read the index of the providers' IDs") {
            try $0.owner(of: RemoteIDKey(remoteID, at: endpoint))
        }
    }

    package func claim(_ remote: RemoteTask, for task: VideoTask) async -> VideoTask.ID? {
        // A provider may return a finished video without an ID.
        guard !remote.id.isEmpty else { return nil }
        let key = RemoteIDKey(remote.id, at: task.provider.endpoint)
        let owner = try? await claim(key, for: task.id, seconds: nil, waitsWhenCancelled: true)
        return owner == task.id ? nil : owner
    }

    package func withClaim(
        of remoteID: String,
        for task: VideoTask,
        _ work: () async throws -> VideoTask
    ) async throws -> VideoTask {
        let key = RemoteIDKey(remoteID, at: task.provider.endpoint)
        // No transaction stays open while the work runs, so the claim ends by itself if this process does.
        let owner = try await claim(key, for: task.id, seconds: Self.claimSeconds, waitsWhenCancelled: false)
        guard let owner else {
            throw VideoError(
                .busy,
                "Another process uses the index of the providers' IDs.",
                advice: "Nothing was changed. Try again in a moment."
            )
        }
        guard owner == task.id else { throw VideoError.claimed(remoteID, by: owner, for: task) }
        do {
            let value = try await work()
            // The task's row contains the ID now, so a failure to claim it loses nothing.
            _ = try? await claim(key, for: task.id, seconds: nil, waitsWhenCancelled: true)
            return value
        } catch {
            _ = try? await read("release an ID") { connection in
                try connection.execute(
                    "delete from video_remote where key = $1 and task_id = $2 and claimed_until is not null",
                    [key.digits, task.id.rawValue]
                )
            }
            throw error
        }
    }

    /// Does nothing, because the index of a database is never older than its tasks.
    package func completeClaims() async throws {}

    package func keepClaims(of tasks: [VideoTask]) async throws {
        try await transaction("write the index of the providers' IDs") { try $0.keepRemotes(of: tasks) }
    }

    /// Claims an ID for a task.
    /// - Parameter seconds: how long an unconfirmed claim holds; nil to claim the ID forever.
    /// - Returns: the owner; nil if another task has an unconfirmed claim.
    private func claim(
        _ key: RemoteIDKey,
        for task: VideoTask.ID,
        seconds: Int?,
        waitsWhenCancelled: Bool
    ) async throws -> VideoTask.ID? {
        let disk = environment.disk
        return try await disk.withDiskExecutor {
            // The answer to a request is not kept waiting for it while the database is away.
            try await disk.waitForLock(
                within: Self.claimLimit,
                on: environment.clock,
                longestPause: .milliseconds(100),
                waitsWhenCancelled: waitsWhenCancelled
            ) { () throws -> VideoTask.ID? in
                try pool.transaction("write the index of the providers' IDs") { connection in
                    try connection.claim(key, for: task, seconds: seconds)
                }
            }
        }
    }

    // MARK: - Endpoints

    package func record(of endpoint: Endpoint) async -> EndpointRecord? {
        // The record is only advice, so nobody waits for a database that is away.
        try? await environment.disk.withDiskExecutor {
            try pool.read("read the record of an endpoint") { connection in
                let text = try connection.execute(
                    "select record from video_endpoint where endpoint = $1",
                    [endpoint.plainAddress]
                ).value
                return try text.map { try JournalFormat.value(EndpointRecord.self, in: $0.utf8) }
            }
        }
    }

    package func changeRecord(of endpoint: Endpoint, _ change: (inout EndpointRecord) -> Void) async throws {
        try await environment.disk.withDiskExecutor {
            try changeNow(endpoint, change)
        }
    }

    private func changeNow(_ endpoint: Endpoint, _ change: (inout EndpointRecord) -> Void) throws {
        try pool.transaction("write the record of an endpoint") { connection in
            let new = String(decoding: try JournalFormat.json(EndpointRecord(endpoint: endpoint)), as: UTF8.self)
            try connection.execute(
                "insert into video_endpoint (endpoint, record) values ($1, $2::json) on conflict do nothing",
                [endpoint.plainAddress, new]
            )
            let text = try connection.execute(
                "select record from video_endpoint where endpoint = $1 for update",
                [endpoint.plainAddress]
            ).value
            var record =
                (try? JournalFormat.value(EndpointRecord.self, in: (text ?? new).utf8))
                ?? EndpointRecord(endpoint: endpoint)
            change(&record)
            try connection.execute(
                "update video_endpoint set record = $2::json where endpoint = $1",
                [endpoint.plainAddress, String(decoding: try JournalFormat.json(record), as: UTF8.self)]
            )
        }
    }
}

extension PostgresConnection {
    /// Returns the task that has or had an ID.
    func owner(of key: RemoteIDKey) throws -> VideoTask.ID? {
        try execute("select task_id from video_remote where key = $1 and claimed_until is null", [key.digits])
            .value.flatMap(VideoTask.ID.init(rawValue:))
    }

    /// Claims the IDs that tasks have and that the index lacks.
    func keepRemotes(of tasks: [VideoTask]) throws {
        for task in tasks {
            for key in task.remoteIDKeys {
                try execute(
                    """
                    insert into video_remote (key, task_id) values ($1, $2) on conflict (key) do update
                    set task_id = excluded.task_id, claimed_until = null where video_remote.claimed_until < video_now()
                    """,
                    [key.digits, task.id.rawValue]
                )
            }
        }
    }

    /// Claims an ID, unless another task has it.
    fileprivate func claim(_ key: RemoteIDKey, for task: VideoTask.ID, seconds: Int?) throws -> VideoTask.ID? {
        let until = seconds.map { "video_now() + interval '\($0) seconds'" } ?? "null"
        let claimed = try execute(
            """
            insert into video_remote (key, task_id, claimed_until) values ($1, $2, \(until)) on conflict (key) do update
            set task_id = excluded.task_id, claimed_until = excluded.claimed_until
            where video_remote.claimed_until < video_now()
                or (video_remote.task_id = excluded.task_id and video_remote.claimed_until is not null)
            """,
            [key.digits, task.rawValue]
        )
        return claimed.changed == 1 ? task : try owner(of: key)
    }
}
