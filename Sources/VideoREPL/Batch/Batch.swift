import VideoGeneration
import VideoPlatform

/// The command `batch`: reads and checks the file, says what will happen, runs the rows, and reports the results.
struct Batch {
    let invocation: Invocation
    let session: Session
    private let concurrency: Int
    private let wait: Duration
    private let budget: Budget?
    private var path: String { invocation.arguments[0] }
    var isJSON: Bool { invocation.has(.json) }

    /// The largest number of messages of one kind that are shown. The results file has all of them.
    static let mostShown = 20

    init(_ invocation: Invocation, _ session: Session) throws {
        self.invocation = invocation
        self.session = session
        concurrency = try invocation.integer(.concurrency, in: 1...1000) ?? 4
        wait = try session.wait(invocation)
        budget = try session.budget(invocation)
        if invocation.has(.route), invocation.namesProvider {
            throw VideoError.usage("--route and --provider exclude each other.", "Nothing was sent. Give one of them.")
        }
    }

    /// Runs the batch.
    /// - Throws: ``VideoError`` if nothing was sent; `CancellationError`.
    func run() async throws -> ExitCode {
        let lock = try lock()
        defer { lock?.close() }
        let file = try BatchFile.read(path, session.folders, session.disk)
        let results = try results()
        let prepared = try await prepared(file)
        let client = try await session.client(prepared.providers, budget: budget, retry: BatchRun.retry)
        let plan = try await plan(prepared.items, client)
        for note in prepared.notes { session.note(note, invocation) }
        announce(plan)
        guard !invocation.has(.check) else { return .done }
        let board = BatchBoard(plan, code: code)
        results.finish(board.lines)
        if let failure = results.failure {
            throw VideoError.usage("\(results.path) cannot be written: \(failure.reason).", "Nothing was sent.")
        }
        let reporter = BatchReporter(
            name: file.name,
            board: board,
            console: session.console,
            clock: session.clock,
            isJSON: isJSON,
            concurrency: concurrency,
            work: plan.order.count,
            usual: await usualDuration(plan, client)
        )
        await BatchRun(
            plan: plan,
            board: board,
            reporter: reporter,
            results: results,
            session: session,
            client: client,
            keyVariable: invocation[.keyEnv],
            wait: wait,
            concurrency: concurrency
        )
        .run()
        return report(board, results)
    }

    // MARK: - Before anything is sent

    /// Locks the file, so that two runs do not replace each other's results. A file system without locks is no obstacle,
    /// because the labels in the journal protect the purchases.
    private func lock() throws -> (any DiskFile)? {
        guard let file = try? session.disk.open(session.folders.absolute(path), .read) else { return nil }
        guard let isLocked = try? file.tryLock() else { return nil }
        guard isLocked else {
            throw VideoError(
                .busy,
                "Another process runs the batch \(path.shown).",
                advice: "Nothing was sent. Wait until it has ended, and run the batch again."
            )
        }
        return file
    }

    private func results() throws -> BatchResults {
        let file = session.folders.absolute(path)
        let suffix = file.hasSuffix(".jsonl") || file.hasSuffix(".ndjson") ? ".results.jsonl" : ".results.csv"
        let name = file.lastIndex(of: "/").map { file.index(after: $0) } ?? file.startIndex
        let dot = file.lastIndex(of: ".").flatMap { $0 > name ? $0 : nil }
        let place = invocation[.results].map(session.folders.absolute) ?? file[..<(dot ?? file.endIndex)] + suffix
        guard place != file else {
            throw VideoError.usage("--results is the file of the batch itself.", "Nothing was sent. Give another path.")
        }
        let results = BatchResults(path: place, disk: session.disk, clock: session.clock)
        try results.checkReplaceable()
        return results
    }

    /// Checks all rows.
    /// - Throws: ``VideoError`` after the mistakes have been shown.
    private func prepared(_ file: BatchFile) async throws -> BatchPreparation {
        let (rows, problems) = BatchRow.rows(of: file)
        try refuse(problems, of: rows.count, nil)
        var preparation = try BatchPreparation(invocation, session)
        for row in rows {
            try Task.checkCancellation()
            try await preparation.add(row)
        }
        try refuse(preparation.problems, of: rows.count, preparation.firstError)
        return preparation
    }

    private func refuse(_ problems: [BatchRow.Problem], of count: Int, _ first: VideoError?) throws {
        guard !problems.isEmpty else { return }
        for problem in problems.prefix(Self.mostShown) {
            session.console.error(Redaction.singleLine(problem.shown, limit: 1000), .red)
            guard isJSON else { continue }
            let object: JSONValue = [
                "event": "problem", "row": JSONValue(problem.number),
                "line": problem.line.map { JSONValue($0) } ?? .null,
                "message": .string(problem.text),
            ]
            session.console.line(object.description)
        }
        if problems.count > Self.mostShown {
            session.console.error("\((problems.count - Self.mostShown).counted("more mistake")).", .red)
        }
        let isConfiguration = first?.code == .configurationInvalid
        let wrong = Set(problems.map(\.number)).count
        throw VideoError(
            isConfiguration ? .configurationInvalid : .usage,
            "\(wrong) of \(count.counted("row")) in \(path.shown) \(wrong == 1 ? "has a mistake" : "have mistakes").",
            advice: "Nothing was sent. Correct the file, and run the batch again."
        )
    }

    private func plan(_ items: [BatchItem], _ client: VideoClient) async throws -> BatchPlan {
        let tasks = try await client.tasks()
        _ = try await session.tellUnreadable(besides: tasks)
        return try await BatchPlan(
            items,
            tasks: tasks,
            find: { try await client.task(labeled: $0) },
            check: { try client.checkDestination($0, replacing: false) }
        )
    }

    /// Returns the usual duration of one video, over the models of the rows with work; nil if none is known.
    private func usualDuration(_ plan: BatchPlan, _ client: VideoClient) async -> Duration? {
        struct Pair: Hashable {
            var provider: String
            var model: String?
        }
        var counts: [Pair: (count: Int, request: VideoRequest)] = [:]
        for index in plan.order {
            let item = plan.items[index]
            let provider: String
            switch item.target {
            case .provider(let id): provider = id
            case .route(let route): provider = route.candidates.first?.provider ?? ""
            }
            counts[Pair(provider: provider, model: item.request.model), default: (0, item.request)].count += 1
        }
        var sum = Duration.zero
        var known = 0
        for (pair, entry) in counts {
            guard let usual = try? await client.expectedDuration(of: entry.request, with: pair.provider) else {
                continue
            }
            sum += usual * entry.count
            known += entry.count
        }
        return known > 0 ? sum / known : nil
    }
}
