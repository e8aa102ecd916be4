import VideoGeneration
import VideoPlatform

/// A row of `video_task`, with the time of the database at which it was read.
struct TaskRow {
    /// The columns to select, in the order of ``init(_:)``.
    static let columns = columns(of: "video_task")
    /// The number of the columns.
    static let columnCount = 10

    /// Returns the columns of the table under a name.
    static func columns(of table: String) -> String {
        """
        \(table).id, request, snapshot, extract(epoch from updated_at), sequence, attempt, lease_token,
        coalesce(lease_until > video_now(), false), extract(epoch from video_now()), bought_twice
        """
    }

    /// The task, as its last entry left it.
    var task: VideoTask
    var sequence: Int
    var attempt: Int
    let token: Int
    /// Whether another caller has reserved the task.
    let isLeased: Bool
    let now: Date

    /// Reads a row.
    /// - Throws: ``VideoError`` with code `storageFailed` if a newer version or another program wrote it in another form.
    init(_ row: [String?]) throws(VideoError) {
        do {
            guard row.count == TaskRow.columnCount, let request = row[1], let snapshot = row[2],
                let updated = row[3].flatMap(Double.init),
                let sequence = row[4].flatMap({ Int($0) }), let attempt = row[5].flatMap({ Int($0) }),
                let token = row[6].flatMap({ Int($0) }), let now = row[8].flatMap(Double.init)
            else { throw TaskRow.unreadable(row.first?.flatMap(\.self)) }
            task = try JournalFormat.value(VideoTask.self, in: request.utf8)
            // The function video_enqueue cannot compute it.
            if task.digest == "" { task.digest = try? task.originalRequest.digest() }
            task.mutableFields = try JournalFormat.value(VideoTask.MutableFields.self, in: snapshot.utf8)
            task.updatedAt = Date(timeIntervalSince1970: updated).asWritten
            task.boughtTwice = row[9] ?? task.boughtTwice
            (self.sequence, self.attempt, self.token) = (sequence, attempt, token)
            isLeased = row[7] == "t"
            self.now = Date(timeIntervalSince1970: now)
        } catch {
            throw TaskRow.unreadable(row.first?.flatMap(\.self))
        }
    }

    /// The task as a reader sees it: a submit whose lease has ended has an unknown outcome.
    var readTask: VideoTask {
        guard task.state == .submitting, !isLeased else { return task }
        var task = task
        task.recover()
        return task
    }

    private static func unreadable(_ id: String?) -> VideoError {
        VideoError(
            .storageFailed,
            "The row of \(Redaction.singleLine(id ?? "a task", limit: 40)) in the journal cannot be read.",
            advice: "The provider still has the task. The row is unchanged."
        )
    }
}

extension PostgresConnection {
    /// Returns the row of a task; nil if there is none.
    /// - Parameter isLocked: whether the row stays locked until the end of the transaction.
    func row(of id: VideoTask.ID, isLocked: Bool = false) throws -> TaskRow? {
        let lock = isLocked ? " for update" : ""
        let rows = try execute("select \(TaskRow.columns) from video_task where id = $1\(lock)", [id.rawValue]).rows
        return try rows.first.map { try TaskRow($0) }
    }

    /// Returns the time of the database.
    var now: Date {
        get throws {
            let text = try execute("select extract(epoch from video_now())").value
            return Date(timeIntervalSince1970: text.flatMap(Double.init) ?? 0)
        }
    }
}

extension Date {
    /// The date as a parameter of `to_timestamp`.
    var epoch: String { "\(asWritten.timeIntervalSince1970)" }
}
