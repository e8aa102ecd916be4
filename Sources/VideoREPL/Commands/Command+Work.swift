import VideoGeneration
import VideoGenerationPostgres

extension Command {
    /// Works on the tasks of a journal in PostgreSQL until a signal.
    static let work = Command(
        name: "work",
        summary: "submit, poll and store the tasks of a journal in PostgreSQL, beside other workers, until Ctrl-C",
        theme: .make,
        options: [.workProvider, .dialect, .baseURL, .keyEnv, .workConcurrency, .acceptAny, .temporarySpool]
            + [.budget, .budgetSeconds, .budgetPer],
        examples: ["work --journal postgres://app@db.example.com/videos", "work --provider minimax --concurrency 16"],
        remarks: "The first Ctrl-C or SIGTERM waits for the answers to submits, and lets other workers go on with the "
            + "rest. A second one ends at once, and other workers go on after a minute."
    ) { invocation, session in
        let providers = try session.workProviders(invocation)
        let concurrency = try invocation.workConcurrency()
        let journal = try await session.databaseJournal()
        if !invocation.has(.temporarySpool) { try journal.checkSpoolVolume() }
        let client = try VideoClient(
            providers: providers,
            journal: journal,
            settings: VideoClient.Settings(
                downloads: DownloadLimits(acceptsAny: invocation.has(.acceptAny)),
                budget: session.budget(invocation)
            )
        )
        let reporter = FleetReporter(session.console, session.clock, isJSON: invocation.has(.json))
        let worker = try VideoWorker(client: client, concurrency: concurrency) {
            reporter.observe($0)
        } report: {
            reporter.tell($0)
        }
        reporter.begin(providers.map(\.info.id))
        try await reporter.ticking { try await worker.run() }
        reporter.end()
        return .done
    }
}

extension CommandOption {
    static let temporarySpool = CommandOption(
        name: "temporary-spool",
        summary:
            "work although the state folder is in memory or in a container's own layer, and can lose IDs of paid videos"
    )
    static let workConcurrency = CommandOption(
        name: "concurrency",
        key: "work-concurrency",
        value: "N",
        summary: "the number of submits, and of downloads, at the same time; by default 8"
    )
}

extension Invocation {
    /// Returns the number of submits and downloads at the same time.
    fileprivate func workConcurrency() throws -> Int {
        guard let text = self[.workConcurrency] else { return 8 }
        guard let number = Int(text), (1...64).contains(number) else {
            throw VideoError.usage("--concurrency \(text.shown) is not a number from 1 to 64.", "Nothing was sent.")
        }
        return number
    }
}
