import Synchronization
import VideoGeneration
import VideoPlatform

/// The entries of a task that this process has reserved by a lease.
///
/// Every write names the token of the lease. If another process has taken the task since, nothing is written, except
/// for the answer to the request that this process sent: an ID that was paid for is always kept.
final class PostgresTaskLog: TaskLog {
    private enum Outcome {
        case written(TaskRow, entry: String)
        /// The answer was kept with its own attempt. The task has gone on without it.
        case keptApart
    }

    private let journal: PostgresJournal
    private let lease: TaskLease
    private let content: Mutex<TaskRow>

    init(_ row: TaskRow, _ lease: TaskLease, _ journal: PostgresJournal) {
        self.journal = journal
        self.lease = lease
        content = Mutex(row)
        journal.leases.keep(lease)
    }

    // The lease of a log that is dropped without being closed runs out by itself.
    deinit { end() }

    var task: VideoTask { content.withLock { $0.task } }

    var coversSubmit: Bool { lease.coversSubmit }

    @discardableResult
    func append(
        _ header: JournalEntry.Header,
        within allowance: Allowance?,
        _ change: (inout VideoTask) -> Void
    ) async throws -> VideoTask {
        let known = content.withLock { $0 }
        let askedAt = journal.environment.clock.uptime
        let outcome = try await journal.transaction(
            "write the journal",
            isDone: { (connection: PostgresConnection, outcome: Outcome) throws -> Bool in
                guard case .written(let row, let entry) = outcome else { return false }
                return try connection.hasEntry(entry, of: row)
            },
            { connection -> Outcome in
                guard let row = try connection.row(of: known.task.id, isLocked: true) else {
                    throw VideoError.unknownTask(known.task.id)
                }
                guard row.token == lease.token, row.sequence == known.sequence else {
                    return try writeLate(header, row, known, connection, change)
                }
                // The kept task has what the journal leaves out, such as a private prompt.
                var current = row
                current.task = known.task
                var written = TaskChange(current, connection, journal.leaseTimes)
                let entry = try written.write(header, within: allowance, lease.isClaim ? .claimed : .kept, change)
                return .written(written.row, entry: entry)
            }
        )
        guard case .written(let row, _) = outcome else { throw lateAnswer(known.task) }
        content.withLock { $0 = row }
        if row.task.state == .submitting { lease.noteRenewal(askedAt: askedAt) }
        journal.departures.note(from: known.task, to: row.task)
        return row.task
    }

    /// Writes the answer to a request whose task another process has taken meanwhile.
    private func writeLate(
        _ header: JournalEntry.Header,
        _ row: TaskRow,
        _ known: TaskRow,
        _ connection: PostgresConnection,
        _ change: (inout VideoTask) -> Void
    ) throws -> Outcome {
        guard known.task.state == .submitting, [.accepted, .refused, .outcomeUnknown].contains(header.event) else {
            throw VideoError(
                .busy,
                "\(row.task.id) was taken over by another process, because this one did not renew its lease in time.",
                advice: "Nothing was changed."
            )
        }
        if row.attempt == known.attempt, row.task.state == .outcomeUnknown {
            var written = TaskChange(row, connection, journal.leaseTimes)
            let entry = try written.write(header, .kept, change)
            return .written(written.row, entry: entry)
        }
        var answered = known.task
        change(&answered)
        guard let remote = answered.remote else { throw lateAnswer(known.task) }
        try connection.noteOutcome("accepted", remote.id, of: row.task.id, attempt: known.attempt)
        return .keptApart
    }

    private func lateAnswer(_ task: VideoTask) -> VideoError {
        VideoError(
            .storageFailed,
            "The answer came after another process had taken over \(task.id), and belongs to an earlier attempt.",
            advice: "The provider's ID is in the table video_purchase. Check whether two videos were bought.",
            provider: task.provider.id,
            localID: task.id
        )
    }

    var isVisible: Bool {
        get async throws(VideoError) { try await journal.task(lease.id) != nil }
    }

    func discard() async {
        let task = task
        guard task.state == .intent, task.submits == 0, task.earlierAttempts.isEmpty else { return close() }
        end()
        _ = try? await journal.transaction("remove a task") { try $0.discard(task, token: lease.token) }
    }

    func closeForOthers() async {
        end()
        if !lease.isClaim { await Self.giveBack(lease, task, journal) }
    }

    private static func giveBack(_ lease: TaskLease, _ task: VideoTask, _ journal: PostgresJournal) async {
        await journal.giveBack(lease)
        if task.state == .intent { journal.hint() }
    }

    private func end() {
        journal.leases.release(lease)
        if lease.isClaim { journal.claims.giveBack(lease.id, token: lease.token) }
    }

    func close() {
        end()
        guard !lease.isClaim else { return }
        // A caller that closes a log does not wait for the network. Another process waits a moment for the task.
        let task = task
        Task { [journal, lease] in await Self.giveBack(lease, task, journal) }
    }
}

extension PostgresConnection {
    /// Returns whether an entry is in the journal.
    func hasEntry(_ entry: String, of row: TaskRow) throws -> Bool {
        try execute(
            "select 1 from video_event where task_id = $1 and sequence = $2::bigint and entry::text = $3",
            [row.task.id.rawValue, "\(row.sequence)", entry]
        ).value != nil
    }

    /// Removes a task for which nothing was sent. What its label has bought before is known again.
    fileprivate func discard(_ task: VideoTask, token: Int) throws {
        let id = task.id.rawValue
        let removed = try execute(
            "delete from video_task where id = $1 and lease_token = $2::bigint and state = 'intent'",
            [id, "\(token)"]
        )
        guard removed.changed == 1 else { return }
        try execute("delete from video_event where task_id = $1", [id])
        try execute("delete from video_label where task_id = $1 and pruned is null", [id])
        try execute("update video_label set task_id = pruned ->> 'id' where task_id = $1", [id])
    }
}
