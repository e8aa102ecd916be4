import VideoGeneration

extension Command {
    /// Shows what the tasks of the journal cost.
    static let spend = Command(
        name: "spend",
        summary: "show what the tasks of the journal cost, by provider, model, day or label",
        theme: .tasks,
        options: [.by, .since, .csv],
        examples: ["spend", "spend --by model", "spend --by day --since 30d --csv"],
        remarks:
            "CHARGED is what the providers reported. ESTIMATED is the estimate of the other videos, so that both together "
            + "are the cost. UNPRICED counts the videos without a charge and an estimate, UNKNOWN those that may not have "
            + "been bought, and FAILED those that ended without a video and still count. Pruned tasks count too. Days are "
            + "those of UTC."
    ) { invocation, session in
        guard !invocation.has(.csv) || !invocation.has(.json) else {
            throw VideoError.usage("--csv and --json cannot be used together.", "Leave out one of them.")
        }
        let word = invocation[.by] ?? Spending.Grouping.provider.rawValue
        guard let grouping = Spending.Grouping(rawValue: word) else { throw TaskFilter.unknown(word, .by) }
        let since = try invocation.age(.since).map { session.clock.now.addingTimeInterval(-$0.seconds) }
        let spending = try await session.client([]).spending(by: grouping, since: since)
        show(SpendingTable(spending: spending, grouping: grouping), invocation, session)
        return session.tell(unreadable: spending.unreadable) ? .savingFailed : .done
    }

    private static func show(_ spending: SpendingTable, _ invocation: Invocation, _ session: Session) {
        if invocation.has(.json) { return session.console.lines(spending.objects.map(\.description)) }
        if invocation.has(.csv) { return session.console.records(spending.records) }
        let rows = spending.spending.rows
        guard !rows.isEmpty else {
            let period = invocation.has(.since) ? " in this time" : ""
            return session.console.text("No task of the journal cost anything\(period).")
        }
        let hidden = session.console.table(spending.table)
        if !hidden.isEmpty {
            let (need, columns) = (hidden.count == 1 ? "needs" : "need", hidden.joined(separator: ", "))
            session.note("\(columns) \(need) a wider terminal, or --json.", invocation)
        }
        if spending.spending.total.unknown > 0 {
            let command = session.spelled("jobs --state unknown")
            session.note("Some videos may not have been bought. List them with: \(command)", invocation)
        }
        if [.provider, .model].contains(spending.grouping), rows.contains(where: { $0.key == nil }) {
            session.note("(unknown): the journal does not have the \(spending.grouping) of these videos.", invocation)
        }
    }
}

extension CommandOption {
    static let by = CommandOption(
        name: "by",
        value: "KEY",
        summary: "one row for each \(Spending.Grouping.allCases.map(\.rawValue).alternatives); by default provider",
        completion: .words(Spending.Grouping.allCases.map(\.rawValue))
    )
    static let csv = CommandOption(name: "csv", summary: "print CSV, with a header and without the total")
}
