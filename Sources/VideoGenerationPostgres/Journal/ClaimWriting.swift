import VideoGeneration
import VideoPlatform

/// The results of claims, written in one transaction.
struct ClaimWriting {
    /// The tasks whose claims were ended.
    private(set) var ended: Set<VideoTask.ID> = []
    /// The entries that were written, with the rows after them.
    private(set) var entries: [(String, TaskRow)] = []
    /// The tasks before and after their entries.
    private(set) var changes: [(VideoTask, VideoTask)] = []

    /// Writes the entry of a result, unless the task has changed since it was claimed.
    mutating func write(
        _ result: ClaimResult,
        _ claim: HeldClaims.Claim?,
        _ process: String,
        _ connection: PostgresConnection,
        _ times: LeaseTimes
    ) throws {
        guard let found = result.change, let row = try connection.row(of: result.id, isLocked: true),
            row.token == result.token, row.sequence == claim?.sequence
        else { return }
        var change = TaskChange(row, connection, times)
        let entry: String
        do {
            entry = try change.write(found.header, .claimed) { $0.mutableFields = found.task.mutableFields }
        } catch is VideoError {
            // The change is not a legal move, and nothing was written for it.
            return
        }
        entries.append((entry, change.row))
        changes.append((row.task, change.row.task))
    }

    /// The statement that ends claims, with the IDs, tokens, delays and memories, the process, and whether the tasks were
    /// worked on.
    static let ending = """
        update video_task set due_at = video_now() + result.delay * interval '1 second',
            deaths = case when result.is_worked then 0 else deaths end,
            polling = coalesce(result.memory::json, polling), lease_owner = null, lease_until = null
        from unnest($1::text[], $2::bigint[], $3::float8[], $4::text[], $6::boolean[])
            as result (id, token, delay, memory, is_worked)
        where video_task.id = result.id and lease_token = result.token and lease_owner = $5::uuid
        returning video_task.id
        """

    /// Ends claims.
    mutating func end(_ results: [ClaimResult], _ process: String, _ connection: PostgresConnection) throws {
        let memories = try results.map { result in
            try result.memory.map { String(decoding: try JournalFormat.json($0), as: UTF8.self) }
        }
        let rows = try connection.execute(
            Self.ending,
            [
                SQLArray.text(results.map(\.id.rawValue)), SQLArray.text(results.map { "\($0.token)" }),
                SQLArray.text(results.map { "\(min(max($0.delay.seconds, 0), 1e9))" }), SQLArray.text(memories),
                process, SQLArray.text(results.map { $0.isWorked ? "t" : "f" }),
            ]
        ).rows
        ended = Set(rows.compactMap { $0.first?.flatMap(VideoTask.ID.init(rawValue:)) })
    }
}
