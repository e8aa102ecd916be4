import Synchronization
import VideoGeneration
import VideoPlatform

/// What commands act in: the providers, the journal, the screen, and the defaults of this session.
final class Session: Sendable {
    let registry: ProviderRegistry
    let commands: CommandTable
    let environment: [String: String]
    let folders: UserFolders
    let console: Console
    let transport: SessionTransport
    let disk: any Disk
    let clock: any EngineClock
    let random: any RandomSource
    let simulation: Simulation
    /// The jobs that go on in the background.
    let board = JobBoard()
    /// The options before the command, which hold for every line of the session.
    let options: Invocation
    /// Whether commands come from a prompt.
    let isPrompt: Bool
    /// What `set` knows.
    static let settings: [CommandOption] = [
        .seconds, .size, .resolution, .aspectRatio, .wait, .output, .budget, .budgetSeconds, .budgetPer,
    ]
    private let state = Mutex(State())

    private struct State {
        var journal: FileJournal?
        var replayJournal: FileJournal?
        var isNoticed = false
        var isInScript = false
        var whom: [CommandOption: String] = [:]
        var defaults: [CommandOption: String] = [:]
        var listing: [VideoTask.ID] = []
    }

    init(
        registry: ProviderRegistry,
        commands: CommandTable,
        environment: [String: String],
        folders: UserFolders,
        console: Console,
        options: Invocation,
        isPrompt: Bool,
        transport: any HTTPTransport = SystemTransport.shared,
        disk: any Disk = POSIXDisk(),
        clock: any EngineClock = SystemClock(),
        random: any RandomSource = SystemRandom()
    ) {
        self.registry = registry
        self.commands = commands
        self.environment = environment
        self.folders = folders
        self.console = console
        self.options = options
        self.isPrompt = isPrompt
        self.transport = SessionTransport(transport)
        self.disk = disk
        self.clock = clock
        self.random = random
        simulation = Simulation(registry: registry)
        for option in CommandOption.whom {
            if let value = options[option] { state.withLock { $0.whom[option] = value } }
        }
    }

    /// The journal of what was bought, where it is open.
    var openJournal: FileJournal? { state.withLock { $0.journal } }

    /// The journal, opened when it is first needed.
    ///
    /// What is played back from a recording is kept in a journal of its own: nothing of it was bought.
    func journal() throws -> FileJournal {
        let isReplay = transport.isPlaying
        return try state.withLock { state in
            if let journal = isReplay ? state.replayJournal : state.journal { return journal }
            let folder = try folders.state(options[.state]) + (isReplay ? "/replay" : "")
            do {
                let journal = try FileJournal(
                    folder: folder,
                    environment: EngineEnvironment(
                        transport: transport,
                        disk: disk,
                        clock: clock,
                        random: random
                    )
                )
                if isReplay { state.replayJournal = journal } else { state.journal = journal }
                return journal
            } catch let error as VideoError {
                throw VideoError(
                    .configurationInvalid,
                    "The state folder \(folder) cannot be used. \(error.message)",
                    advice: "Nothing was sent: no purchase is made that cannot be kept. Give --state DIR."
                )
            }
        }
    }

    /// Every provider that can be called by its id, read anew: the file may have changed.
    func directory() throws -> ProviderDirectory {
        let (path, isNamed) = try folders.providersFile(options[.config])
        let file = try ProvidersFile.read(path, isNamed: isNamed, registry: registry, disk: disk)
        return ProviderDirectory(registry: registry, file: file, environment: environment)
    }

    /// The same, without the file where that is broken: it keeps nobody from what the journal knows.
    func readableDirectory() -> ProviderDirectory {
        let none = ProvidersFile(path: "", entries: [])
        return (try? directory()) ?? ProviderDirectory(registry: registry, file: none, environment: environment)
    }

    /// Puts a client together for some providers.
    /// - Parameter acceptsAny: whether a finished file that is no MP4 is kept as it came.
    func client(_ providers: [DialectProvider], budget: Budget? = nil, acceptsAny: Bool = false) throws -> VideoClient {
        VideoClient(
            providers: providers,
            journal: try journal(),
            settings: VideoClient.Settings(downloads: DownloadLimits(acceptsAny: acceptsAny), budget: budget)
        )
    }

    /// Makes a provider out of its entry.
    func provider(_ entry: ProviderConfiguration) throws -> DialectProvider {
        try registry.provider(for: entry, environment: environment)
    }

    // MARK: - Defaults of the session

    /// What `use` chose, by option.
    var whom: [CommandOption: String] {
        get { state.withLock { $0.whom } }
        set { state.withLock { $0.whom = newValue } }
    }

    /// What `set` chose, by option.
    var defaults: [CommandOption: String] {
        get { state.withLock { $0.defaults } }
        set { state.withLock { $0.defaults = newValue } }
    }

    /// Whether something is to be said that is said once a session.
    func isFirstNotice() -> Bool {
        state.withLock { state in
            defer { state.isNoticed = true }
            return !state.isNoticed
        }
    }

    /// Runs a script, which cannot run another: one that ran itself would buy for ever.
    func inScript<Result>(_ work: () async throws -> Result) async throws -> Result {
        let isNested = state.withLock { state in
            defer { state.isInScript = true }
            return state.isInScript
        }
        guard !isNested else { throw VideoError.usage("A script cannot run a script.") }
        defer { state.withLock { $0.isInScript = false } }
        return try await work()
    }

    /// The tasks in the order in which they were last listed: what row numbers stand for.
    var listing: [VideoTask.ID] {
        get { state.withLock { $0.listing } }
        set { state.withLock { $0.listing = newValue } }
    }
}
