import VideoGeneration

extension Command {
    /// Sends the same request to several providers.
    static let compare = Command(
        name: "compare",
        summary: "make the same video with several providers at once, and compare the results",
        theme: .make,
        arguments: "PROMPT",
        argumentCount: 0...1,
        options: CommandOption.request + [.providers, .label, .output, .acceptAny, .outputs, .wait]
            + CommandOption.limits,
        examples: [
            #"compare "a paper boat" --providers simulator,simulator-minimax"#,
            #"compare "a paper boat" --providers simulator,simulator-minimax --label boat-test"#,
        ],
        runsInBackground: true,
        remarks:
            "It buys one video from each provider. All requests are checked before the first one is sent. PROVIDER/MODEL selects a model. The provider's name is added to the --output file name. With --label TEXT, the task of each provider has the label TEXT/PROVIDER, so that the same comparison does not buy a video again."
    ) { invocation, session in
        let names = (invocation[.providers] ?? "").split(separator: ",").map(String.init)
        guard names.count > 1, Set(names).count == names.count else {
            throw VideoError.usage(
                "compare needs --providers with two or more different names.",
                "Nothing was sent. Example: --providers a,b,c"
            )
        }
        var submissions: [(name: String, submission: Submission)] = []
        for name in names {
            var own = invocation
            try own.choose(name)
            if let output = own.filled(with: session.defaults)[.output],
                !output.hasSuffix("/"), !Destination.isFolder(session.folders.absolute(output))
            {
                own.add(Destination.path(output, for: name), to: .output)
            }
            if let label = own[.label] { own.set(.label, to: ["\(label)/\(name)"]) }
            submissions.append((name, try await Submission(own, session)))
        }
        let reporter = session.reporter(invocation, isTable: true)
        let rows = try await reporter.ticking { [submissions] in
            await withTaskGroup(of: (index: Int, row: ComparedTask).self) { group in
                for (index, (name, submission)) in submissions.enumerated() {
                    group.addTask { (index, await .run(submission, of: name, session, reporter)) }
                }
                return await group.reduce(into: []) { $0.append($1) }.sorted { $0.index < $1.index }.map(\.row)
            }
        }
        try Task.checkCancellation()
        if invocation.has(.json) {
            session.console.lines(rows.map(\.json.description))
        } else {
            session.console.table(ComparedTask.table(rows))
            session.console.lines(ComparedTask.files(rows, session.console))
        }
        for row in rows {
            guard let failure = row.failure else { continue }
            session.console.error("\(row.name): \(failure.error.shownText)", .red)
        }
        return rows.lazy.compactMap(\.failure?.code).first ?? .done
    }
}

extension CommandOption {
    static let providers = CommandOption(
        name: "providers",
        value: "A,B,C",
        summary: "the providers to compare, separated by commas",
        completion: .providers
    )
}

/// The result of one provider.
private struct ComparedTask: Sendable {
    let name: String
    let price: String
    let task: VideoTask?
    let failure: CommandFailure?
    /// The time from the start to the provider's first status, or nil if there was none.
    let firstStatus: Duration?
    /// The time from the start to the saved file or the failure.
    let total: Duration

    /// Submits the request, waits for the video, and downloads it.
    static func run(_ submission: Submission, of name: String, _ session: Session, _ reporter: ProgressReporter) async
        -> Self
    {
        let start = session.clock.uptime
        let watch = FirstStatus()
        var task: VideoTask?
        var failure: CommandFailure?
        do {
            task = try await submission.generate { progress in
                if case .task(let task) = progress { watch.see(task, at: session.clock.uptime - start) }
                reporter.observe(progress)
            }
        } catch {
            let known = await session.failure(error, (error as? VideoError)?.localID ?? watch.id)
            (task, failure) = (known.task, known)
        }
        return Self(
            name: name,
            price: submission.price.map { "\($0)" } ?? "unknown",
            task: task,
            failure: failure,
            firstStatus: watch.time,
            total: session.clock.uptime - start
        )
    }

    static func table(_ rows: [ComparedTask]) -> TextTable {
        TextTable(
            columns: [
                .init(title: "PROVIDER"), .init(title: "MODEL", priority: 3), .init(title: "STATE"),
                .init(title: "FIRST STATUS", isRightAligned: true, priority: 2),
                .init(title: "TOTAL", isRightAligned: true), .init(title: "SIZE", isRightAligned: true, priority: 1),
                .init(title: "PRICE", isRightAligned: true),
            ],
            rows: rows.map { row in
                let display = row.task.map { TaskDisplay(task: $0) }
                return [
                    .init(row.name), .init(Redaction.singleLine(row.task?.model ?? "", limit: 32)),
                    .init(display?.word ?? "not sent", display?.style), .init(row.firstStatus.map(seconds) ?? ""),
                    .init(seconds(row.total)), .init(display?.bytes ?? ""), .init(row.price),
                ]
            }
        )
    }

    /// Returns the paths of the stored videos. A path has no room in the table, and cannot be copied if it is cut.
    static func files(_ rows: [ComparedTask], _ console: Console) -> [String] {
        let files = rows.compactMap { row in row.task?.file.map { (name: row.name, path: $0.path) } }
        guard !files.isEmpty else { return [] }
        let width = files.map { TextWidth.of($0.name) }.max() ?? 0
        return ["", "FILE"] + files.flatMap { console.wrapped($0.path, behind: TextWidth.pad($0.name, width) + "  ") }
    }

    var json: JSONValue {
        var object = JSONObject()
        if let task, case .object(let summary) = TaskReport.summary(task) { object = summary }
        object["provider"] = .string(name)
        object["firstStatusSeconds"] = firstStatus.map { .number(Format.decimal($0.seconds, 3)) } ?? .null
        object["totalSeconds"] = .number(Format.decimal(total.seconds, 3))
        object["price"] = .string(price)
        object["error"] = failure.map { .string($0.error.message) } ?? .null
        return .object(object)
    }

    private static func seconds(_ duration: Duration) -> String {
        Format.decimal(duration.seconds, duration < .seconds(1) ? 2 : 1) + " s"
    }
}
