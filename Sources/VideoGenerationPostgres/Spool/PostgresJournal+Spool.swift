package import VideoGeneration
import VideoPlatform

extension PostgresJournal {
    /// How long a call repeats a write while the database cannot be reached, after which it ends with an error.
    private static let outageLimit = Duration.seconds(30)
    /// The same for the answer to a request that was sent. A database that is restarted or replaced is back sooner.
    static let answerLimit = Duration.seconds(120)

    /// Repeats work while the database cannot be reached, is full, or ends transactions.
    func ridingOut<Value>(
        for limit: Duration = outageLimit,
        _ work: () async throws(VideoError) -> Value
    ) async throws(VideoError) -> Value {
        let clock = environment.clock
        let start = clock.uptime
        var pause = Duration.milliseconds(100)
        while true {
            do { return try await work() } catch {
                guard error.isOutage, clock.uptime - start < limit else { throw error }
                let failure = error
                do { try await clock.sleep(for: pause) } catch { throw failure }
                pause = min(pause * 2, .seconds(1))
            }
        }
    }

    /// Repeats work while the database cannot be reached; see ``ridingOut(for:_:)``.
    func withoutOutages<Value>(_ work: () async throws -> Value) async throws -> Value {
        try await ridingOut { () async throws(VideoError) -> Result<Value, any Error> in
            do { return .success(try await work()) } catch let error as VideoError where error.isOutage {
                throw error
            } catch { return .failure(error) }
        }.get()
    }

    // MARK: - Sending

    /// Checks that the spool outlives the container and the machine's power.
    /// - Throws: ``VideoError`` with code `configurationInvalid` if it is in memory or in a container's own layer.
    package func checkSpoolVolume() throws(VideoError) { try SpoolVolume.check(spool.folder) }

    /// Checks that every sending of this machine is recorded in the database.
    /// - Throws: ``VideoError``; nothing may be sent then.
    func ensureSpoolIsRecorded() async throws(VideoError) {
        try await recordRest()
        try await noteServer()
        try await recordRest()
    }

    private func recordRest() async throws(VideoError) {
        guard spool.mayHaveRest else { return }
        try await ridingOut { () async throws(VideoError) in
            if let obstacle = try await replaySpool().obstacle { throw obstacle }
        }
    }

    /// Notes whether the database was replaced since, so that its last commits may be lost.
    func noteServer() async throws(VideoError) {
        let server = try await read("read the journal's server") { connection in
            try connection.execute(
                "select concat(changed_at, ' ', identity = video_server_identity()) from video_server"
            ).value
        }
        spool.note(server: server ?? "")
    }

    /// Gives each entry of the spool that no process sends any more to the database.
    @discardableResult
    func replaySpool() async throws(VideoError) -> SpoolRest {
        do {
            return try await environment.disk.withDiskExecutor {
                try spool.replay(into: database) { entry in
                    let answer = LateAnswer(entry)
                    _ = try pool.transaction("record the spool", isDone: { _, _ in false }) { try $0.settle(answer) }
                }
            }
        } catch {
            throw error as? VideoError
                ?? VideoError(.storageFailed, "The spool \(spool.folder) cannot be read: \(error).")
        }
    }

    /// Leaves an entry in the spool, and gives it to the database when that is back.
    func leaveInSpool(_ entry: OpenSpoolEntry) {
        spool.leave(entry)
        spool.retry { [self] in
            guard let rest = try? await replaySpool() else { return false }
            return !rest.isBusy && rest.waiting == 0
        }
    }
}

extension VideoError {
    /// Whether the database could not be reached or had no room, so that the same call can succeed later.
    var isOutage: Bool { isTransient && [.storageFailed, .busy].contains(code) }

    /// The error for an accepted request whose ID only the spool has.
    static func keptInSpool(_ remote: RemoteTask, _ task: VideoTask, _ folder: String, _ reason: VideoError)
        -> VideoError
    {
        VideoError(
            .storageFailed,
            "The database did not record it. \(reason.message)",
            advice:
                "The video is bought, and its ID is in \(folder). It is recorded there by itself when the database is "
                + "back, or by the next program that uses this folder. Do not submit the request again.",
            provider: task.provider.id,
            localID: task.id,
            taskID: remote.id,
            purchase: .made
        )
    }
}
