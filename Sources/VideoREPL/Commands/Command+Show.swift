import VideoGeneration
import VideoPlatform

extension Command {
    /// Prints the history of a task.
    static let show = Command(
        name: "show",
        summary: "show the full history of a task: its request, and the result of each exchange",
        theme: .jobs,
        arguments: "ID",
        argumentCount: 1...1,
        examples: ["show v42-k3f9", "show 1 --json"],
        completion: .task
    ) { invocation, session in
        let task = try session.task(invocation.arguments[0])
        let history = try session.journal().history(of: task.id)
        if invocation.has(.json) {
            session.console.lines(history.map { json($0, of: task).description })
            session.console.line(TaskReport.summary(task).description)
            return .done
        }
        session.console.facts(facts(task) + TaskReport.file(task))
        session.console.line()
        session.console.table(table(history))
        return .done
    }

    private static func facts(_ task: VideoTask) -> [(String, String)] {
        let request = task.request
        let order = [
            request.seconds.map { "\($0) s" }, request.size.map { "\($0)" }, request.resolution,
            request.aspectRatio, request.pictures.isEmpty ? nil : request.pictures.count.counted("picture"),
        ]
        return [
            ("Task", "\(task.id), \(JobState(task: task).word), \(TaskReport.submits(task))"),
            ("Prompt", TaskTable.prompt(task)),
            ("Request", order.compactMap { $0 }.joined(separator: ", ")),
            ("Provider", "\(task.provider.id) (\(task.provider.dialect), \(task.provider.endpoint.baseURL))"),
            ("Model", Redaction.singleLine(task.model ?? "", limit: 80)),
            ("Provider ID", Redaction.singleLine(task.remote?.id ?? "", limit: 120)),
            ("Cost", task.charge.map { "\($0), charged" } ?? task.cost.map { "\($0), estimated" } ?? ""),
            ("Destination", task.file == nil ? task.destination ?? "" : ""),
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
                    .init(Redaction.singleLine(entry.event.rawValue, limit: 24)), .init(entry.state.rawValue),
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

    /// Opens a stored video with the system's viewer.
    static let open = Command(
        name: "open",
        summary: "open a stored video with the system's viewer",
        theme: .jobs,
        arguments: "ID",
        argumentCount: 1...1,
        examples: ["open v42-k3f9"],
        completion: .task
    ) { invocation, session in
        let task = try session.task(invocation.arguments[0])
        guard let file = task.file, task.state == .stored else {
            throw VideoError.usage(
                "\(task.id) is \(task.state), so there is no file to open.",
                "Get it with: \(session.spelled("resume \(task.id)"))"
            )
        }
        guard try session.disk.size(of: file.path) != nil else {
            throw VideoError.usage("The file of \(task.id) is no longer at \(file.path).")
        }
        guard let viewer = ["open", "xdg-open"].first(where: { Program.start($0, [file.path], session.environment) })
        else {
            throw VideoError(
                .configurationInvalid,
                "This system has no viewer: neither open nor xdg-open is on the path.",
                advice: "The file is \(file.path)."
            )
        }
        let facts: JSONObject = ["event": "open", "id": .string(task.id.rawValue), "path": .string(file.path)]
        session.tell("\(viewer) \(file.path)", facts, invocation)
        return .done
    }

    /// Buys another video with the request of an earlier task.
    static let again = Command(
        name: "again",
        summary: "buy another video with the request of an earlier task; options change the request",
        theme: .make,
        arguments: "ID",
        argumentCount: 1...1,
        options: CommandOption.order + CommandOption.whom + [.output, .overwrite, .acceptAny, .wait]
            + CommandOption.care,
        examples: ["again v42-k3f9", "again 1 --seconds 10 --output longer.mp4"],
        completion: .task,
        runsInBackground: true,
        remarks:
            "It costs the same again. Pictures are not in the journal, so give them again. --prompt-file replaces the prompt."
    ) { invocation, session in
        let task = try session.task(invocation.arguments[0])
        guard task.state != .outcomeUnknown, task.state != .submitting else {
            throw VideoError.usage(
                "It is not known yet whether \(task.id) was bought. Nothing was sent.",
                "Settle it first: \(session.spelled("resolve \(task.id)"))"
            )
        }
        let purchase = try await Purchase(invocation, session, again: task)
        let price = purchase.order.estimate.least.map { ", for \($0)" } ?? ""
        session.note("This is a new purchase with the request of \(task.id)\(price).", invocation)
        return try await session.follow(invocation) { try await purchase.generate($0) }
    }
}
