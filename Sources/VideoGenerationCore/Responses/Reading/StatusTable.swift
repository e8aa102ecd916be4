/// What a provider's words for a task's state mean: one table for each dialect.
///
/// Words are compared without regard to case, to spaces around them and to how their parts are joined:
/// `in_progress`, `IN-PROGRESS`, `In progress ` and `inProgress` are one. A word that is in no table means running:
/// a provider that invents one neither ends a task that was paid for nor makes it look finished.
public struct StatusTable: Sendable {
    private struct Row: Sendable {
        let word: String
        let state: RemoteState
    }

    private var rows: [FoldedWord: Row] = [:]

    /// Makes a table from the words of each state.
    public init(
        queued: [String] = [],
        running: [String] = [],
        succeeded: [String] = [],
        failed: [String] = [],
        cancelled: [String] = [],
        expired: [String] = []
    ) {
        let states: [(RemoteState, [String])] = [
            (.queued, queued), (.running, running), (.succeeded, succeeded), (.failed, failed),
            (.cancelled, cancelled), (.expired, expired),
        ]
        for (state, words) in states {
            for word in words { rows[FoldedWord(word)] = Row(word: word.lowercased(), state: state) }
        }
    }

    /// This table and the words of another, which win.
    public func adding(_ more: StatusTable) -> StatusTable {
        var table = self
        table.rows.merge(more.rows) { $1 }
        return table
    }

    /// The words of the table in lower case, sorted.
    public var words: [String] { rows.values.map(\.word).sorted() }

    /// What a word means; nil where the table does not know it.
    public subscript(word: String) -> RemoteState? { rows[FoldedWord(word)]?.state }
}

extension StatusTable {
    /// The words of the relays and of the OpenAI style's clones, collected from servers and clients.
    ///
    /// `unknown` is a relay's word for a task that it has not heard of upstream yet: not an end.
    public static let relays = StatusTable(
        queued: [
            "queued", "pending", "submitted", "submitting", "not_start", "created", "queueing", "preparing",
            "waiting", "preprocessing", "starting",
        ],
        running: [
            "in_progress", "processing", "running", "generating", "initializing", "downloading", "uploading",
            "video_generating", "dreaming", "throttled", "unknown",
        ],
        succeeded: ["completed", "success", "succeeded", "succeed", "done", "finished"],
        failed: [
            "failed", "failure", "fail", "error", "timeout", "timed_out", "interrupted", "dead", "rejected", "blocked",
            "request_moderated", "content_moderated",
        ],
        cancelled: ["cancelled", "canceled", "deleted"],
        expired: ["expired"]
    )
}
