import OpenAIVideos
import VideoGeneration
import VideoGenerationPostgres
import VideoPlatform

/// The work of one process of a fleet: `fleet MODE DATABASE FOLDER …`.
package struct FleetWorkload: Workload {
    package let name = "fleet"

    package init() {}

    /// What the process does.
    private enum Mode: String, CaseIterable {
        /// Creates the tables.
        case migrate
        /// Adds one task that runs at its provider, one that failed, and one that waits: `seed DATABASE FOLDER`.
        case seed
        /// Claims running tasks and writes them back unchanged: `polls DATABASE FOLDER LOOPS SECONDS`.
        case polls
        /// Enqueues tasks: `enqueue DATABASE FOLDER ADDRESS COUNT RATE`. Rate 0 is as fast as it can.
        case enqueue
        /// Runs a worker until the input ends: `work DATABASE FOLDER ADDRESS`.
        case work
        /// Runs a worker that receives no notifications until the input ends: `quiet DATABASE FOLDER ADDRESS`.
        case quiet
        /// Runs a worker with nothing to do for some seconds: `idle DATABASE FOLDER SECONDS`.
        case idle
    }

    package func run(_ arguments: [String]) async throws {
        guard let mode = arguments.first.flatMap(Mode.init(rawValue:)), arguments.count >= 3 else {
            throw BenchmarkError(
                "Usage: fleet \(Mode.allCases.map(\.rawValue).joined(separator: "|")) DATABASE FOLDER …"
            )
        }
        let (database, folder, rest) = (arguments[1], arguments[2], Array(arguments.dropFirst(3)))
        let numbers = rest.compactMap(Double.init)
        if mode == .migrate {
            try await PostgresJournal.migrate(database)
            return try report(ResourceUsage(wall: 0, cpu: 0, peak: 0))
        }
        let journal = try await PostgresJournal(
            database,
            folder: folder + "/journal",
            environment: EngineEnvironment(),
            leases: LeaseTimes(),
            listens: mode != .quiet
        )
        switch mode {
        case .migrate: break
        case .seed: try await FleetSeed(journal: journal).write()
        case .polls where numbers.count == 2:
            return try report(await FleetPolls(journal: journal).run(loops: Int(numbers[0]), seconds: numbers[1]))
        case .idle where numbers.count == 1: return try report(await idle(journal, seconds: numbers[0]))
        case .enqueue where numbers.count == 2:
            return try report(
                await FleetOrders(client: client(journal, rest[0]), folder: folder).enqueue(
                    Int(numbers[0]),
                    aSecond: numbers[1]
                )
            )
        case .work, .quiet:
            guard let address = rest.first else { throw BenchmarkError("There is no address.") }
            return try report(await work(client(journal, address)))
        default: throw BenchmarkError("The arguments of \(mode) are missing.")
        }
        try report(ResourceUsage(wall: 0, cpu: 0, peak: 0))
    }

    private func client(_ journal: PostgresJournal, _ address: String) throws -> VideoClient {
        let provider = DialectProvider(
            id: "openai",
            dialect: OpenAIVideosDialect(),
            endpoint: try Endpoint("\(address)/v1"),
            key: try Secret("not-a-key")
        )
        let moment = Duration.milliseconds(10)
        return VideoClient(
            providers: [provider],
            journal: journal,
            settings: VideoClient.Settings(polling: PollSchedule(first: moment, factor: 1, longest: moment))
        )
    }

    private func work(_ client: VideoClient) async throws -> ResourceUsage {
        try await ResourceUsage.measure {
            let work = Task { try await VideoWorker(client: client, concurrency: 16).run() }
            say("ready")
            await POSIXDisk().withDiskExecutor { while getchar() != EOF {} }
            work.cancel()
            try await work.value
        }
    }

    /// Runs a worker for which every task has to wait.
    private func idle(_ journal: PostgresJournal, seconds: Double) async throws -> ResourceUsage {
        let clock = SystemClock()
        let provider = try TimedProvider(clock: clock, limits: SubmitLimits(inFlight: 1))
        let client = VideoClient(providers: [provider], journal: journal)
        let work = Task { try await VideoWorker(client: client).run() }
        try await clock.sleep(for: .seconds(5))
        say("ready")
        var usage = try await ResourceUsage.measure { try await clock.sleep(for: .seconds(seconds)) }
        usage.extra = ["memory": Double(WaitingWorkload.resident)]
        work.cancel()
        try await work.value
        return usage
    }
}
