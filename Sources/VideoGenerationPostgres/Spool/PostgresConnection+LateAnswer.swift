import VideoGeneration
import VideoPlatform

/// What became of a late answer.
enum Settlement {
    /// The answer was written to its task.
    case written(TaskRow, entry: String)
    /// The answer was kept with its own attempt, for a reason that a person has to know.
    case keptApart(String)
    /// The database has it already, or there is nothing to keep.
    case nothing
}

extension PostgresConnection {
    /// Records a late answer with its own attempt, whatever the task's state and token say.
    ///
    /// An attempt that the database does not know is added. If another attempt was bought meanwhile, the task is marked as
    /// bought twice. No other task is touched.
    func settle(_ answer: LateAnswer) throws -> Settlement {
        let row = try row(of: answer.task, isLocked: true)
        let purchases = try purchases(of: answer.task)
        let own = purchases.filter { $0.attempt == answer.attempt }
        let remote = try row.map { answer.remote(of: $0.task) } ?? answer.remoteWithoutTask()
        if answer.outcome == .unknown
            ? !own.isEmpty : remote != nil && own.contains(where: { $0.remoteID == remote?.id })
        {
            return .nothing
        }
        if let row, row.attempt == answer.attempt, [.submitting, .outcomeUnknown].contains(row.task.state) {
            var change = TaskChange(row, self, LeaseTimes())
            let entry = try change.write(answer.header, .ended, answer.change)
            try keepRemotes(of: [change.row.task])
            return .written(change.row, entry: entry)
        }
        switch answer.outcome {
        case .refused:
            try closeUnknown(answer)
            return .nothing
        case .unknown, .accepted:
            if let row, row.attempt == answer.attempt - 1, row.task.state == .intent, own.isEmpty {
                return try addLost(answer, row)
            }
            if row == nil, let remote, try isPruned(answer, remote) { return .nothing }
            try keepApart(answer, remote, own)
            return .keptApart(try warn(answer, remote, row, purchases))
        }
    }

    // MARK: - The purchases

    private struct Purchase {
        let attempt: Int
        let outcome: String
        let remoteID: String?

        /// Whether the attempt bought a video, as far as is known.
        var mayBeBought: Bool { outcome != "refused" }
    }

    private func purchases(of id: VideoTask.ID) throws -> [Purchase] {
        try execute(
            "select attempt, outcome, remote_id from video_purchase where task_id = $1 order by attempt, copy for update",
            [id.rawValue]
        ).rows.compactMap { row in
            guard row.count == 3, let attempt = row[0].flatMap({ Int($0) }), let outcome = row[1] else { return nil }
            return Purchase(attempt: attempt, outcome: outcome, remoteID: row[2])
        }
    }

    /// A late refusal ends the attempt that it belongs to, unless that was settled already.
    private func closeUnknown(_ answer: LateAnswer) throws {
        try execute(
            """
            update video_purchase set outcome = 'refused'
            where task_id = $1 and attempt = $2::integer and outcome in ('sending', 'unknown') and remote_id is null
            """,
            [answer.task.rawValue, "\(answer.attempt)"]
        )
    }

    /// Writes the ID to the attempt's row, or adds a row.
    private func keepApart(_ answer: LateAnswer, _ remote: RemoteTask?, _ own: [Purchase]) throws {
        let outcome = answer.outcome == .accepted ? "accepted" : "unknown"
        let id = answer.task.rawValue
        let updated = try execute(
            """
            update video_purchase set outcome = $3, remote_id = $4, note = $5
            where task_id = $1 and attempt = $2::integer and copy = 0 and remote_id is null
            """,
            [id, "\(answer.attempt)", outcome, remote?.id, "The answer came late."]
        )
        if updated.changed == 0 {
            try execute(
                """
                insert into video_purchase (task_id, attempt, copy, provider, endpoint, remote_id, outcome, sent_at, note)
                values ($1, $2::integer, $3::integer, $4, $5, $6, $7, to_timestamp($8::float8), $9)
                """,
                [
                    id, "\(answer.attempt)", "\(own.count)", answer.provider, answer.endpoint, remote?.id, outcome,
                    answer.sentAt.epoch, Self.lostNote,
                ]
            )
        }
        guard let remote, !remote.id.isEmpty, let endpoint = try? Endpoint(answer.endpoint) else { return }
        try execute(
            "insert into video_remote (key, task_id) values ($1, $2) on conflict (key) do nothing",
            [RemoteIDKey(remote.id, at: endpoint).digits, id]
        )
    }

    private static let lostNote = "The database had lost the record of this sending, which came from a spool."

    // MARK: - The task

    /// Writes an attempt again that the database has lost, so that the task is not sent once more.
    private func addLost(_ answer: LateAnswer, _ row: TaskRow) throws -> Settlement {
        var change = TaskChange(row, self, LeaseTimes())
        try change.write(.init(.submitting, note: Self.lostNote), .ended, answer.send)
        let entry = try change.write(answer.header, .ended, answer.change)
        try execute(
            "update video_purchase set note = $3, sent_at = to_timestamp($4::float8) where task_id = $1 and attempt = $2::integer",
            [answer.task.rawValue, "\(answer.attempt)", Self.lostNote, answer.sentAt.epoch]
        )
        try keepRemotes(of: [change.row.task])
        return .written(change.row, entry: entry)
    }

    /// Whether the task was finished and removed since.
    private func isPruned(_ answer: LateAnswer, _ remote: RemoteTask) throws -> Bool {
        guard let endpoint = try? Endpoint(answer.endpoint) else { return false }
        return try owner(of: RemoteIDKey(remote.id, at: endpoint)) == answer.task
    }

    /// Tells the task's readers about a purchase that is not part of the task.
    /// - Returns: the warning.
    private func warn(_ answer: LateAnswer, _ remote: RemoteTask?, _ row: TaskRow?, _ purchases: [Purchase]) throws
        -> String
    {
        let shown = remote.map { "as \(Redaction.singleLine($0.id, limit: 80))" }
        let fact =
            shown.map { "\(answer.provider) accepted attempt \(answer.attempt) \($0), and the answer came late." }
            ?? "Attempt \(answer.attempt) at \(answer.provider) was sent, and its outcome is unknown."
        guard let row else { return "\(fact) The database has no task \(answer.task)." }
        let others = purchases.filter { purchase in
            purchase.mayBeBought && purchase.attempt >= answer.attempt
                && (purchase.attempt > answer.attempt || purchase.remoteID != nil)
        }
        if let other = others.last {
            let its = other.remoteID.map { " as \(Redaction.singleLine($0, limit: 80))" } ?? ""
            let warning =
                "\(fact) Attempt \(other.attempt) \(other.remoteID == nil ? "may have been" : "was") bought as well\(its). "
                + "Check the provider's bill."
            try execute(
                "update video_task set bought_twice = concat_ws(' ', bought_twice, $2::text) where id = $1",
                [answer.task.rawValue, warning]
            )
            return warning
        }
        var change = TaskChange(row, self, LeaseTimes())
        let isEnded = [.failed, .cancelled, .expired].contains(row.task.state)
        if let remote, isEnded, row.attempt == answer.attempt, row.task.remote == nil {
            // The next resume polls the task once more, and can save its video.
            try change.write(.init(.accepted, note: fact), .ended) { $0.remote = remote }
        } else {
            try change.write(.init(.suspended, note: fact), .ended) { $0.suspension = $0.suspension ?? fact }
        }
        return "\(fact) The task was \(row.task.state) by then."
    }
}

extension LateAnswer {
    /// The provider's reference, for a task that the database does not have.
    fileprivate func remoteWithoutTask() throws -> RemoteTask? {
        // Only the part that changes is needed.
        let bare = VideoTask(
            id: task,
            provider: ProviderReference(id: provider, dialect: "", endpoint: try Endpoint(endpoint)),
            request: VideoRequest(prompt: ""),
            createdAt: sentAt
        )
        return remote(of: bare)
    }
}
