import VideoGeneration
import VideoPlatform

/// A change of a task that is written in one transaction: the entry, the row, the purchase and the budget.
struct TaskChange {
    /// What the change does to the reservation of the task.
    enum Lease {
        /// The reservation goes on. It begins again with a submit, and soon ends after one.
        case kept
        /// The reservation is a claim, which its process ends. It begins again with a submit.
        case claimed
        /// The task is free. A reservation that had ended is void.
        case ended
    }

    /// The time for which workers leave a task alone after a change by another process, in seconds.
    private static let rest = 60

    private(set) var row: TaskRow
    private let connection: PostgresConnection
    private let times: LeaseTimes

    /// Begins the change of a row that the transaction has locked.
    init(_ row: TaskRow, _ connection: PostgresConnection, _ times: LeaseTimes) {
        self.row = row
        self.connection = connection
        self.times = times
    }

    /// Writes an entry.
    /// - Parameter allowance: the budget that the task has to fit into before it is sent.
    /// - Returns: the text of the entry.
    @discardableResult
    mutating func write(
        _ header: JournalEntry.Header,
        within allowance: Allowance? = nil,
        _ lease: Lease,
        _ change: (inout VideoTask) -> Void
    ) throws -> String {
        let old = row.task
        row.sequence += 1
        let entry = try JournalEntry(
            header,
            row.sequence,
            at: row.now,
            isWhole: header.event == .recovered,
            of: &row.task,
            change
        )
        let isSent = old.state != .submitting && row.task.state == .submitting
        if isSent {
            row.attempt += 1
            if let allowance { try check(allowance) }
        }
        let text = String(decoding: try JournalFormat.json(entry), as: UTF8.self)
        try writeRow(entry, text, lease)
        if isSent { try beginPurchase() } else { try notePurchase(old) }
        if old.countedAttempts != row.task.countedAttempts { try count() }
        return text
    }

    /// Records the outcome that a process which ended left open.
    mutating func recover() throws {
        try write(.init(.recovered), .ended) { $0.recover() }
    }

    private func writeRow(_ entry: JournalEntry, _ text: String, _ lease: Lease) throws {
        let task = row.task
        let reservation =
            switch (lease, task.state) {
            case (.ended, _): "lease_owner = null, lease_until = null, lease_token = lease_token + 1"
            case (.kept, .submitting), (.claimed, .submitting):
                "lease_until = video_now() + interval '\(times.submit) seconds'"
            case (.kept, .intent): "lease_until = lease_until"
            case (.claimed, _):
                "lease_until = least(lease_until, video_now() + interval '\(times.claim) seconds')"
            case (.kept, _):
                "lease_until = least(lease_until, video_now() + interval '\(times.afterSubmit) seconds')"
            }
        // Another process polls and stores a task that no worker has. A worker sets the time itself.
        let pause = task.work == .submit ? 0 : lease == .claimed ? 2 : Self.rest
        let due = "due_at = video_now() + interval '\(pause) seconds'"
        let snapshot = try JournalFormat.json(task.mutableFields)
        let result = try connection.execute(
            """
            with changed as (
                update video_task set state = $2, provider = $3, endpoint = $4, dialect = $5, key_fingerprint = $6,
                    model = $7, snapshot = $8::json, sequence = $9::bigint, attempt = $10::integer,
                    submitted_at = to_timestamp($11::float8), updated_at = to_timestamp($12::float8), work = $16,
                    routed = $17::boolean, \(due), \(reservation)
                where id = $1 returning id
            )
            insert into video_event (task_id, sequence, at, event, note, entry)
            select id, $9::bigint, to_timestamp($12::float8), $13, $14, $15::json from changed
            """,
            [
                task.id.rawValue, task.state.rawValue, task.provider.id, task.provider.endpoint.plainAddress,
                task.provider.dialect, task.keyFingerprint, task.request.model,
                String(decoding: snapshot, as: UTF8.self),
                "\(row.sequence)", "\(row.attempt)", task.submittedAt?.epoch, entry.at.epoch, entry.event.rawValue,
                entry.note, text, task.work?.rawValue, task.route == nil ? "f" : "t",
            ]
        )
        guard result.changed == 1 else { throw VideoError.unknownTask(task.id) }
    }

    // MARK: - The purchase

    private func beginPurchase() throws {
        try connection.execute(
            """
            insert into video_purchase (task_id, attempt, provider, endpoint, outcome, sent_at)
            values ($1, $2::integer, $3, $4, 'sending', to_timestamp($5::float8))
            """,
            [
                row.task.id.rawValue, "\(row.attempt)", row.task.provider.id, row.task.provider.endpoint.plainAddress,
                row.now.epoch,
            ]
        )
    }

    /// Records what is known about the current attempt, if it has changed.
    private func notePurchase(_ old: VideoTask) throws {
        let (state, remote) = (row.task.state, row.task.remote?.id)
        guard row.attempt > 0, [.submitting, .outcomeUnknown].contains(old.state) || remote != old.remote?.id,
            old.state != state || remote != old.remote?.id, remote != nil || !old.state.isFinal
        else { return }
        let outcome =
            remote != nil
            ? "accepted" : state == .outcomeUnknown ? "unknown" : state == .succeeded ? "accepted" : "refused"
        try connection.noteOutcome(outcome, remote, of: row.task.id, attempt: row.attempt)
    }

    // MARK: - The budget

    private func check(_ allowance: Allowance) throws {
        // One submit under a budget at a time, so that the sums hold until its own amount is committed.
        try connection.execute("select pg_advisory_xact_lock(hashtext('video_budget'))")
        try allowance.check(try connection.spent(per: allowance.per, at: row.now))
    }

    /// Replaces the amounts that the task counts.
    private func count() throws {
        let id = row.task.id.rawValue
        try connection.execute("delete from video_budget where task_id = $1", [id])
        try connection.count(row.task)
    }
}

extension PostgresConnection {
    /// Records the outcome of an attempt. An ID is never replaced by none.
    func noteOutcome(_ outcome: String, _ remoteID: String?, of id: VideoTask.ID, attempt: Int) throws {
        try execute(
            """
            update video_purchase set outcome = $3, remote_id = coalesce($4, remote_id)
            where task_id = $1 and attempt = $2::integer
            """,
            [id.rawValue, "\(attempt)", outcome, remoteID]
        )
    }

    /// Writes the amounts that a task counts under a budget.
    func count(_ task: VideoTask) throws {
        try count(task.countedAttempts.map { ($0.sentAt, $0.tally) }, of: task.id)
    }

    /// Writes amounts that a task counts under a budget, each with the time at which it was spent.
    func count(_ amounts: [(sentAt: Date, tally: Tally)], of id: VideoTask.ID) throws {
        for (part, (sentAt, tally)) in amounts.enumerated() {
            let amounts = tally.money.map { ($0.key, "\($0.value)") } + [("", "\(tally.seconds)")]
            for (currency, amount) in amounts where amount != "0" {
                try execute(
                    """
                    insert into video_budget (task_id, part, currency, amount, sent_at)
                    values ($1, $2::integer, $3, $4::numeric, to_timestamp($5::float8))
                    """,
                    [id.rawValue, "\(part)", currency, amount, sentAt.epoch]
                )
            }
        }
    }

    /// Returns the amount spent in the current period.
    func spent(per period: Budget.Period, at now: Date) throws -> Tally {
        let start = period == .total ? "-infinity" : period.start(at: now).epoch
        let rows = try execute(
            """
            select currency, sum(amount)::text from video_budget
            where sent_at >= \(period == .total ? "$1::timestamptz" : "to_timestamp($1::float8)") group by currency
            """,
            [start]
        ).rows
        var (seconds, money): (Int, [Money]) = (0, [])
        for row in rows where row.count == 2 {
            guard let currency = row[0], let amount = row[1] else { continue }
            if currency.isEmpty {
                seconds = Int(amount) ?? .max
            } else {
                money.append(Money(Decimal(string: amount) ?? .nan, currency))
            }
        }
        return Tally(seconds: seconds, money: money)
    }
}
