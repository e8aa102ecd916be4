import VideoGeneration
import VideoPlatform

extension Command {
    /// Prints the history of a task.
    static let show = Command(
        name: "show",
        summary: "show the full history of a task: its request, and the result of each exchange",
        theme: .tasks,
        arguments: "ID",
        argumentCount: 1...1,
        examples: ["show v42-k3f9", "show 1 --json"],
        completion: .task
    ) { invocation, session in
        let task = try await session.task(invocation.arguments[0])
        let history = try await session.journal().history(of: task.id)
        if invocation.has(.json) {
            session.console.lines(history.map { json($0, of: task).description })
            session.console.line(TaskReport.details(task).description)
            return .done
        }
        session.console.facts(facts(task) + TaskReport.file(task))
        // The facts describe the only attempt of a task that no route chose.
        if task.attempts.count > 1 || task.route != nil && !task.attempts.isEmpty {
            session.console.line()
            session.console.table(AttemptTable.make(task))
        }
        session.console.line()
        session.console.table(table(history))
        return .done
    }

    private static func facts(_ task: VideoTask) -> [(String, String)] {
        let request = task.request
        let inputs = MediaInput.Kind.allCases.compactMap { kind in
            let count = request.media.count { $0.kind == kind }
            return count == 0 ? nil : kind.counted(count)
        }
        let parameters =
            [
                request.seconds.map { "\($0) s" }, request.size.map { "\($0)" }, request.resolution,
                request.aspectRatio,
            ] + inputs
        return [
            ("Task", "\(task.id), \(TaskDisplay(task: task).word), \(TaskReport.submits(task))"),
            ("Label", Redaction.singleLine(task.label ?? "", limit: 200)),
            ("Priority", task.priority == 0 ? "" : "\(task.priority)"),
            ("Prompt", TaskTable.prompt(task)),
            ("Request", parameters.compactMap { $0 }.joined(separator: ", ")),
            ("Route", task.route.map { "\($0.shownSettings), over \($0.shownCandidates)" } ?? ""),
            ("Provider", "\(task.provider.id) (\(task.provider.dialect), \(task.provider.endpoint.baseURL))"),
            ("Model", Redaction.singleLine(task.model ?? "", limit: 80)),
            ("Provider ID", Redaction.singleLine(task.remote?.id ?? "", limit: 120)),
            ("Cost", TaskReport.cost(task)),
            ("Destination", task.file == nil ? task.destination ?? "" : ""),
            ("Suspended", Redaction.singleLine(task.suspension ?? "")),
            ("Bought twice", Redaction.singleLine(task.boughtTwice ?? "", limit: 600)),
            ("Error", task.state == .stored ? "" : task.failure?.shownText ?? ""),
        ]
    }

    private static func table(_ history: [JournalEntry]) -> TextTable {
        TextTable(
            columns: [
                .init(title: "#", isRightAligned: true), .init(title: "TIME", priority: 1), .init(title: "EVENT"),
                .init(title: "STATE", priority: 2), .init(title: "NOTE", isFlexible: true),
            ],
            rows: history.map { entry in
                [
                    .init("\(entry.sequence)", .dim),
                    .init(Format.time(entry.at)),
                    .init(Redaction.singleLine(entry.event.rawValue, limit: 24)),
                    .init(TaskDisplay.word(for: entry.state)),
                    .init(Redaction.singleLine(entry.note ?? "")),
                ]
            }
        )
    }

    private static func json(_ entry: JournalEntry, of task: VideoTask) -> JSONValue {
        [
            "event": .string(entry.event.rawValue), "id": .string(task.id.rawValue),
            "sequence": JSONValue(entry.sequence), "at": .string(entry.at.formatted(.iso8601)),
            "state": .string(entry.state.rawValue), "note": entry.note.map(JSONValue.string) ?? .null,
        ]
    }
}
