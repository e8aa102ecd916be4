import VideoGeneration
import VideoPlatform

/// Whether requests may be sent, given what is known about the server.
///
/// The database records which server, timeline and database it is. If one of them has changed, it was replaced by a
/// standby or restored from a backup, and its last commits may be lost. Nothing is sent for ten minutes then, so that the
/// spools of all machines are recorded first.
enum ServerGate {
    /// Requests may be sent. Without synchronous replication, tasks that waited before the change must not be.
    case open(suspendingBefore: Date?)
    /// Nothing may be sent for a time.
    case held(Duration)

    /// The time after a change for which nothing is sent, in seconds.
    static let holdOff = 600
}

extension PostgresConnection {
    /// Returns whether requests may be sent. A change of the server is recorded in the transaction.
    func serverGate() throws -> ServerGate {
        let row = try execute(
            """
            select identity = video_server_identity(),
                coalesce(extract(epoch from held_until - video_now()), 0),
                extract(epoch from changed_at), is_suspending,
                waits_for_standby = (current_setting('synchronous_standby_names') <> '')
            from video_server
            """
        ).rows.first
        guard let row, row.count == 5 else {
            try execute(
                """
                insert into video_server (identity, waits_for_standby)
                values (video_server_identity(), current_setting('synchronous_standby_names') <> '')
                on conflict do nothing
                """
            )
            return .open(suspendingBefore: nil)
        }
        guard row[0] == "t" else {
            try noteChange()
            return .held(.seconds(ServerGate.holdOff))
        }
        if row[4] != "t" {
            try execute(
                "update video_server set waits_for_standby = current_setting('synchronous_standby_names') <> ''"
            )
        }
        let left = row[1].flatMap(Double.init) ?? 0
        if left > 0 { return .held(.seconds(min(left, Double(ServerGate.holdOff)))) }
        let changed = row[2].flatMap(Double.init).map { Date(timeIntervalSince1970: $0) }
        return .open(suspendingBefore: row[3] == "t" ? changed : nil)
    }

    /// Returns why a task must not be sent now, and its row; nil if it may be. A task that waited before a change without
    /// synchronous replication is suspended, because the record of its sending may be lost.
    func refusal(toSend row: TaskRow, _ lease: TaskChange.Lease, _ times: LeaseTimes) throws -> (
        row: TaskRow, error: VideoError
    )? {
        if let reason = row.task.suspension { return (row, VideoError.suspended(row.task, reason)) }
        switch try serverGate() {
        case .held(let time): return (row, VideoError.heldOff(for: time, row.task.id))
        case .open(let change?) where row.task.updatedAt < change:
            var suspended = TaskChange(row, self, times)
            let reason =
                "It waited before the database was replaced or restored, and the record of its sending may be lost."
            try suspended.write(.init(.suspended, note: reason), lease) { $0.suspension = reason }
            return (suspended.row, VideoError.suspended(row.task, reason))
        case .open: return nil
        }
    }

    /// Begins the time in which nothing is sent. A copy on another server, or in another database, may be older than any
    /// standby.
    private func noteChange() throws {
        try execute(
            """
            update video_server set identity = video_server_identity(), changed_at = video_now(),
                held_until = video_now() + interval '\(ServerGate.holdOff) seconds',
                is_suspending = is_suspending or not waits_for_standby
                    or split_part(identity, ' ', 1) <> split_part(video_server_identity(), ' ', 1),
                waits_for_standby = current_setting('synchronous_standby_names') <> ''
            where identity <> video_server_identity()
            """
        )
    }
}

extension VideoError {
    /// The error while nothing is sent after a change of the server.
    static func heldOff(for time: Duration, _ task: VideoTask.ID) -> VideoError {
        let minutes = max((Int(time.components.seconds) + 59) / 60, 1)
        return VideoError(
            .busy,
            "The journal's database was replaced or restored, and may have lost its last records. No request is sent for "
                + "\(minutes == 1 ? "another minute" : "\(minutes) more minutes"), in which the other machines record theirs.",
            advice: "Nothing was sent for \(task). Try again then."
        )
    }

    /// The error of a task that rests until a person releases it.
    static func suspended(_ task: VideoTask, _ reason: String) -> VideoError {
        VideoError(
            .busy,
            "\(task.id) is suspended. \(reason)",
            advice: "Nothing was sent. Release the task if it was not bought.",
            provider: task.provider.id,
            localID: task.id
        )
    }
}
