import Synchronization
import VideoGeneration
import VideoPlatform

/// The entries of a task that this process has reserved by a lease.
///
/// Every write names the token of the lease. If another process has taken the task since, nothing is written, except
/// for the answer to the request that this process sent: an ID that was paid for is always kept.
final class PostgresTaskLog: TaskLog {
    enum Outcome {
        case written(TaskRow, entry: String)
        /// The answer was kept with its own attempt. The task has gone on without it.
        case keptApart(String, isBought: Bool)
        /// The request must not be sent now. The task may have been suspended.
        case notNow(TaskRow, VideoError)
    }

    let journal: PostgresJournal
    let lease: TaskLease
    let content: Mutex<TaskRow>
    /// The entry of the spool, from the sending until the database has its outcome.
    let sending = Mutex<OpenSpoolEntry?>(nil)

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

    /// What an entry does to the reservation.
    var reservation: TaskChange.Lease { lease.isClaim ? .claimed : .kept }

    @discardableResult
    func append(
        _ header: JournalEntry.Header,
        within allowance: Allowance?,
        _ change: (inout VideoTask) -> Void
    ) async throws -> VideoTask {
        try await withoutActuallyEscaping(change) { try await write(header, within: allowance, $0) }
    }

    func write(
        _ header: JournalEntry.Header,
        within allowance: Allowance?,
        _ change: @escaping (inout VideoTask) -> Void
    ) async throws -> VideoTask {
        let known = content.withLock { $0 }
        var next = known.task
        change(&next)
        if known.task.state == .submitting { return try await answer(header, known, next, change) }
        let isSent = next.state == .submitting
        if isSent { try await journal.ensureSpoolIsRecorded() }
        let askedAt = journal.environment.clock.uptime
        let outcome = try await journal.ridingOut { () async throws(VideoError) in
            try await transact(known) { try write(header, within: allowance, known, $0, change) }
        }
        switch outcome {
        case .written(let row, _):
            note(row, known)
            if isSent {
                lease.noteRenewal(askedAt: askedAt)
                try await beginSending(row, known)
            }
            return row.task
        case .notNow(let row, let reason):
            note(row, known)
            throw reason
        case .keptApart(let warning, let isBought): throw lateAnswer(known.task, warning, isBought: isBought)
        }
    }

    func note(_ row: TaskRow, _ known: TaskRow) {
        content.withLock { $0 = row }
        journal.departures.note(from: known.task, to: row.task)
    }

    func transact(_ known: TaskRow, _ work: (PostgresConnection) throws -> Outcome) async throws(VideoError)
        -> Outcome
    {
        try await journal.environment.disk.withDiskExecutor { () async throws(VideoError) in
            try journal.pool.transaction(
                "write the journal",
                isDone: { (connection: PostgresConnection, outcome: Outcome) throws -> Bool in
                    guard case .written(let row, let entry) = outcome else { return false }
                    return try connection.hasEntry(entry, of: row)
                },
                work
            )
        }
    }

    /// Writes an entry under the lease.
    private func write(
        _ header: JournalEntry.Header,
        within allowance: Allowance?,
        _ known: TaskRow,
        _ connection: PostgresConnection,
        _ change: (inout VideoTask) -> Void
    ) throws -> Outcome {
        guard let row = try connection.row(of: known.task.id, isLocked: true) else {
            throw VideoError.unknownTask(known.task.id)
        }
        guard row.token == lease.token, row.sequence == known.sequence else { throw takenOver(row.task) }
        // The kept task has what the journal leaves out, such as a private prompt.
        var current = row
        current.task = known.task
        current.task.boughtTwice = row.task.boughtTwice
        var next = current.task
        change(&next)
        if next.state == .submitting, current.task.state == .intent,
            let refusal = try connection.refusal(toSend: current, reservation, journal.leaseTimes)
        {
            return .notNow(refusal.row, refusal.error)
        }
        var written = TaskChange(current, connection, journal.leaseTimes)
        let entry = try written.write(header, within: allowance, reservation, change)
        return .written(written.row, entry: entry)
    }

    func takenOver(_ task: VideoTask) -> VideoError {
        VideoError(
            .busy,
            "\(task.id) was taken over by another process, because this one did not renew its lease in time.",
            advice: "Nothing was changed."
        )
    }

    /// The error for an answer that the task has gone on without.
    func lateAnswer(_ task: VideoTask, _ warning: String, isBought: Bool) -> VideoError {
        VideoError(
            .storageFailed,
            "The answer came after another process had taken over \(task.id). \(warning)",
            advice: isBought
                ? "The video is bought, and its ID is kept with its own attempt. Check whether two videos were bought."
                : "Look at the task before you try again.",
            provider: task.provider.id,
            localID: task.id,
            purchase: isBought ? .made : .none
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
        let left = sending.withLock { entry in
            defer { entry = nil }
            return entry
        }
        if let left { journal.leaveInSpool(left) }
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
