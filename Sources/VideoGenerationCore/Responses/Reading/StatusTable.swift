/// The meaning of a provider's words for a task's state. Each dialect has one table.
///
/// Words are compared without regard to case, surrounding spaces and the way in which their parts are joined:
/// `in_progress`, `IN-PROGRESS`, `In progress ` and `inProgress` are equal. An unknown word means running, so that a
/// new word of a provider neither ends a paid task nor makes it look finished.
public struct StatusTable: Sendable {
    private struct Row: Sendable {
        let word: String
        let state: RemoteState
    }

    private var rows: [FoldedWord: Row] = [:]

    /// Creates a table from the words for each state.
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

    /// Returns this table with the words of another. A word of the other table replaces an existing one.
    public func adding(_ more: StatusTable) -> StatusTable {
        var table = self
        table.rows.merge(more.rows) { $1 }
        return table
    }

    /// The words of the table in lower case, sorted.
    package var words: [String] { rows.values.map(\.word).sorted() }

    /// The state that a word means; nil if the table does not contain it.
    package subscript(word: String) -> RemoteState? { rows[FoldedWord(word)]?.state }
}

extension StatusTable {
    /// The status words of relays and of clones of OpenAI's API, collected from servers and clients.
    ///
    /// `unknown` is a relay's word for a task about which it has no information from the upstream yet. It is not a
    /// final state.
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
