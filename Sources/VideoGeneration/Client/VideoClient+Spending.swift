public import VideoPlatform

extension VideoClient {
    /// Returns the amounts that the tasks of the journal cost, including the tasks that were pruned.
    ///
    /// ```swift
    /// let spending = try await client.spending(by: .model)
    /// for row in spending.rows { print(row.key ?? "unknown", row.charged, row.estimated) }
    /// ```
    /// - Parameters:
    ///   - grouping: the property that the attempts of a row have in common.
    ///   - since: counts only the attempts that were sent at this time or later; nil for all.
    /// - Throws: ``VideoError`` with code `storageFailed` if the journal cannot be read. A single unreadable task is in
    ///   ``Spending/unreadable``.
    public func spending(
        by grouping: Spending.Grouping = .provider,
        since: Date? = nil
    ) async throws(VideoError) -> Spending {
        try await onJournalThreads { () async throws(VideoError) in
            let tasks = try await journal.tasks()
            // Read after the tasks, because pruning records a task before it removes it.
            let pruned = try await journal.prunedTasks()
            let known = Set(tasks.map(\.id))
            let attempts =
                tasks.flatMap(\.spent) + pruned.filter { !known.contains($0.id) }.flatMap(\.spent)
            return Spending(
                attempts.filter { $0.sentAt >= since ?? .distantPast },
                by: grouping,
                unreadable: try await journal.unreadable(besides: tasks)
            )
        }
    }
}

extension VideoTask {
    fileprivate var spent: [Spending.Attempt] { countedAttempts.map { .counted($0, label: label) } }
}

extension PrunedTask {
    fileprivate var spent: [Spending.Attempt] {
        attempts?.map { .counted($0, label: label) } ?? [.pruned(tally, sentAt: sentAt)]
    }
}
