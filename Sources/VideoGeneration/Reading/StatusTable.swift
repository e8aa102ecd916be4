/// What a provider's words for a task's state mean: one table for each dialect.
///
/// Words are compared without regard to case. A word that is in no table means running: a provider that
/// invents one neither ends a task that was paid for nor makes it look finished.
public struct StatusTable: Sendable {
    private var states: [String: RemoteState]

    /// Makes a table from the words of each state.
    public init(
        queued: [String] = [],
        running: [String] = [],
        succeeded: [String] = [],
        failed: [String] = [],
        cancelled: [String] = [],
        expired: [String] = []
    ) {
        var states: [String: RemoteState] = [:]
        let rows: [(RemoteState, [String])] = [
            (.queued, queued), (.running, running), (.succeeded, succeeded), (.failed, failed),
            (.cancelled, cancelled), (.expired, expired),
        ]
        for (state, words) in rows {
            for word in words { states[word.lowercased()] = state }
        }
        self.states = states
    }

    /// This table and the words of another, which win.
    public func adding(_ more: StatusTable) -> StatusTable {
        var table = self
        table.states.merge(more.states) { $1 }
        return table
    }

    /// The words of the table, sorted.
    public var words: [String] { states.keys.sorted() }

    /// What a word means; nil where the table does not know it.
    public subscript(word: String) -> RemoteState? { states[word.lowercased()] }
}

extension StatusTable {
    /// The words of the relays and of the OpenAI style's clones, collected from servers and clients.
    ///
    /// `unknown` is a relay's word for a task that it has not heard of upstream yet: not an end.
    public static let relays = StatusTable(
        queued: [
            "queued", "pending", "submitted", "submitting", "not_start", "created", "queueing", "preparing",
            "waiting", "preprocessing",
        ],
        running: [
            "in_progress", "processing", "running", "generating", "initializing", "downloading", "uploading",
            "video_generating", "unknown",
        ],
        succeeded: ["completed", "success", "succeeded", "succeed", "done", "finished"],
        failed: ["failed", "failure", "fail", "error", "timeout", "dead", "rejected", "blocked"],
        cancelled: ["cancelled", "canceled", "deleted"],
        expired: ["expired"]
    )
}
