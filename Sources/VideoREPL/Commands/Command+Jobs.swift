import VideoGeneration

extension Command {
    /// Lists the tasks of the journal, or removes old ones.
    static let jobs = Command(
        name: "jobs",
        summary: "list the tasks of the journal; tasks that need your attention come first",
        theme: .tasks,
        options: [.onlyState, .provider, .onlyLabel, .since, .sort, .limit, .prune, .forgetLabels, .orphans],
        examples: [
            "jobs", "jobs --state running", "jobs --label scene-12", "jobs --since 2d --sort cost", "jobs --prune 30d",
            "jobs --orphans --provider my-relay",
        ],
        remarks: "The first column is a row number. Until the next list, you can use it instead of the ID: watch 3."
    ) { invocation, session in
        if invocation.has(.forgetLabels), !invocation.has(.prune) {
            throw VideoError.usage("--forget-labels needs --prune.", "Nothing was changed. Example: jobs --prune 30d")
        }
        if invocation.has(.orphans) { return try await session.listOrphans(invocation) }
        if let age = try invocation.age(.prune) {
            let count = try await session.journal().prune(
                olderThan: age,
                forgettingLabels: invocation.has(.forgetLabels)
            )
            session.tell(
                "\(count.counted("finished task")) \(count == 1 ? "was" : "were") removed from the journal. "
                    + (count == 1 ? "Its video stays." : "Their videos stay."),
                ["event": "prune", "removed": JSONValue(count)],
                invocation
            )
            return .done
        }
        let all = try await session.journal().tasks()
        let tasks = try TaskFilter(invocation, session.clock).tasks(of: all)
        session.listing = tasks.map(\.id)
        if invocation.has(.json) {
            session.console.lines(tasks.map { TaskReport.row($0).description })
        } else if tasks.isEmpty {
            let text = all.isEmpty ? "No tasks." : "No task matches. The journal has \(all.count) in total."
            session.console.text(text)
        } else {
            session.console.table(TaskTable.make(tasks, now: session.clock.now))
        }
        for twins in twins(in: tasks) { session.note(twins, invocation) }
        for warning in try await session.journal().warnings() { session.note(warning, invocation) }
        return try await session.tellUnreadable(besides: all) ? .savingFailed : .done
    }

    /// Returns a warning for each group of tasks that share one ID at the provider.
    private static func twins(in tasks: [VideoTask]) -> [String] {
        let known = tasks.compactMap { task in task.remote.map { (id: $0.id, task: task) } }
        let groups = Dictionary(grouping: known) { "\($0.task.provider.endpoint.origin) \($0.id)" }
        return groups.values.filter { $0.count > 1 }.map { group in
            let ids = group.map(\.task.id).sorted { $0.number < $1.number }.map(\.rawValue).joined(separator: ", ")
            return "The provider gave the same ID, \(Redaction.singleLine(group[0].id, limit: 80)), to \(ids). "
                + "It may have made one video for several tasks. Check the bill."
        }
        .sorted()
    }
}

extension Command {
    /// Removes finished tasks from the journal.
    /// - Parameter forgetsLabels: whether a label of a removed task can buy another video.
    private static func prune(olderThan age: Duration, forgettingLabels forgetsLabels: Bool, _ session: Session)
        async throws -> Int
    {
        try await session.journal().prune(olderThan: age)
    }
}

extension CommandOption {
    static let onlyState = CommandOption(
        name: "state",
        key: "only-state",
        value: "STATE",
        summary: "only tasks in this state; unfinished means every state that is not final",
        completion: .words(["unfinished", "unknown", "waiting"] + VideoTask.State.allCases.map(\.rawValue))
    )
    static let since = CommandOption(
        name: "since",
        value: "2d",
        summary: "only tasks from the last minutes, hours, days or weeks: 90m, 36h, 2d, 1w"
    )
    static let sort = CommandOption(
        name: "sort",
        value: "KEY",
        summary: "the key to sort by: \(TaskFilter.SortKey.allCases.map(\.rawValue).alternatives)",
        completion: .words(TaskFilter.SortKey.allCases.map(\.rawValue))
    )
    static let limit = CommandOption(name: "limit", value: "N", summary: "the largest number of tasks to list")
    static let prune = CommandOption(
        name: "prune",
        value: "30d",
        summary: "remove finished tasks older than this from the journal: 36h, 30d, 8w"
    )
    static let orphans = CommandOption(
        name: "orphans",
        summary: "list the videos of the provider's account that no task of the journal owns; nothing is changed"
    )
}
