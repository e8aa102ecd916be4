import VideoPlatform

/// The amounts that the tasks of a journal cost, including the tasks that were pruned.
///
/// Each attempt of a task counts with its own provider, model and day. As under a ``Budget``, an attempt counts if the
/// provider accepted it or may have accepted it, and a failure counts unless its charge is known to be zero.
public struct Spending: Sendable, Hashable {
    /// The property that the attempts of a row have in common.
    public enum Grouping: String, Sendable, Hashable, CaseIterable {
        /// The ID of the provider.
        case provider
        /// The name of the model, over all providers.
        case model
        /// The day in UTC on which the request was sent, such as `2026-11-27`.
        case day
        /// The label of the task.
        case label
    }

    /// The rows in the order of their keys. A row without a key is the last one.
    public let rows: [Row]
    /// The sum of all rows.
    public let total: Row
    /// An error for each task that cannot be read. Such a task may have cost money and is in no row.
    public let unreadable: [VideoError]

    /// Adds up attempts.
    init(_ attempts: [Attempt], by grouping: Grouping, unreadable: [VideoError] = []) {
        var rows: [String?: Row] = [:]
        var total = Row(key: nil)
        for attempt in attempts {
            let key = attempt.key(grouping)
            rows[key, default: Row(key: key)].add(attempt)
            total.add(attempt)
        }
        let keyed = rows.values.filter { $0.key != nil }.sorted { $0.key ?? "" < $1.key ?? "" }
        self.rows = keyed + [rows[nil]].compactMap(\.self)
        self.total = total
        self.unreadable = unreadable
    }
}

extension Spending {
    /// An attempt with the label of its task, or the total of a task that an earlier version pruned.
    enum Attempt {
        case counted(CountedAttempt, label: String?)
        case pruned(Tally, sentAt: Date)

        var sentAt: Date {
            switch self {
            case .counted(let attempt, _): attempt.sentAt
            case .pruned(_, let moment): moment
            }
        }

        fileprivate func key(_ grouping: Grouping) -> String? {
            switch (grouping, self) {
            case (.day, _): sentAt.day
            case (.provider, .counted(let attempt, _)): attempt.provider
            case (.model, .counted(let attempt, _)): attempt.model
            case (.label, .counted(_, let label)): label
            case (_, .pruned): nil
            }
        }
    }
}
