import Synchronization
import VideoGeneration
import VideoPlatform

/// The state that the commands share: the providers, the journal, the console, and the defaults of this session.
final class Session: Sendable {
    /// The dialects of the program and of the usable manifests.
    let registry: ProviderRegistry
    /// The dialects of the program alone.
    let builtIn: ProviderRegistry
    /// The providers that are described by data.
    let manifests: ManifestFiles
    /// The environment variables.
    let variables: [String: String]
    let folders: UserFolders
    let console: Console
    /// The transport of the commands, which can record and replay.
    let transport: SessionTransport
    /// The disk, the clock and the random numbers, with `transport` as the transport.
    let environment: EngineEnvironment
    let simulation: Simulation
    /// The tasks in progress in the background.
    let background = BackgroundTasks()
    /// The options before the command, which apply to every line of the session.
    let options: Invocation
    /// Whether commands come from a prompt.
    let isPrompt: Bool
    /// The options that `set` accepts.
    static let settings: [CommandOption] = [
        .seconds, .size, .resolution, .aspectRatio, .wait, .output, .budget, .budgetSeconds, .budgetPer,
    ]
    private let state = Mutex(State())

    private struct State {
        var journal: (any Journal)?
        var replayJournal: FileJournal?
        var opening: Task<any Journal, any Error>?
        var isNoticed = false
        var isInScript = false
        var selection: [CommandOption: String] = [:]
        var defaults: [CommandOption: String] = [:]
        var listing: [VideoTask.ID] = []
    }

    init(
        registry: ProviderRegistry,
        manifests: ManifestFiles = .none,
        variables: [String: String],
        folders: UserFolders,
        console: Console,
        options: Invocation,
        isPrompt: Bool,
        environment: EngineEnvironment = EngineEnvironment()
    ) {
        builtIn = registry
        self.manifests = manifests
        self.registry = manifests.registry(adding: registry)
        self.variables = variables
        self.folders = folders
        self.console = console
        self.options = options
        self.isPrompt = isPrompt
        transport = SessionTransport(environment.transport)
        self.environment = EngineEnvironment(
            transport: transport,
            disk: environment.disk,
            clock: environment.clock,
            random: environment.random
        )
        simulation = Simulation(registry: self.registry)
        for option in CommandOption.selection + [.route] {
            if let value = options[option] { state.withLock { $0.selection[option] = value } }
        }
    }

    var disk: any Disk { environment.disk }
    var clock: any EngineClock { environment.clock }

    // MARK: - The journal

    /// The journal of the purchases, if it is open.
    var openJournal: (any Journal)? { state.withLock { $0.journal } }

    /// Returns the journal that is open, or the one in the state folder. That of a recording has its own folder.
    /// - Throws: ``VideoError`` with code `configurationInvalid` if the state folder cannot be used.
    func folderJournal() throws -> any Journal {
        let isReplay = transport.isPlaying
        return try state.withLock { state in
            if let journal: any Journal = isReplay ? state.replayJournal : state.journal { return journal }
            let folder = try folders.state(options[.state]) + (isReplay ? "/replay" : "")
            do {
                let journal = try FileJournal(folder: folder, environment: environment)
                if isReplay { state.replayJournal = journal } else { state.journal = journal }
                return journal
            } catch let error as VideoError {
                throw unusable(folder, error)
            }
        }
    }

    /// Begins to open the journal in a database, unless another command does.
    /// - Returns: the opening, and whether this call began it.
    func opening(_ open: @escaping @Sendable () async throws -> any Journal) -> (Task<any Journal, any Error>, Bool) {
        state.withLock { state in
            if let opening = state.opening { return (opening, false) }
            let opening = Task { try await open() }
            state.opening = opening
            return (opening, true)
        }
    }

    /// Keeps a journal that was opened. After a failure, the next command tries again.
    func finishOpening(_ journal: (any Journal)?) {
        state.withLock { state in
            state.journal = journal
            if journal == nil { state.opening = nil }
        }
    }

    /// Returns every provider that has an ID. The file is read each time, because it may have changed.
    /// - Throws: ``VideoError`` with code `configurationInvalid` if the file cannot be read.
    func directory() throws -> ProviderDirectory {
        let (path, isNamed) = try folders.providersFile(options[.config])
        let file = try ProvidersFile.read(path, isNamed: isNamed, registry: registry, disk: disk)
        return ProviderDirectory(registry: registry, file: file, variables: variables)
    }

    /// Returns the providers, without the file if it is invalid. A broken file must not block the tasks in the journal.
    func readableDirectory() -> ProviderDirectory {
        let none = ProvidersFile(path: "", entries: [])
        return (try? directory()) ?? ProviderDirectory(registry: registry, file: none, variables: variables)
    }

    /// Returns a client for some providers.
    /// - Parameters:
    ///   - providers: the providers of the client.
    ///   - budget: the limit for new purchases; nil for no limit.
    ///   - acceptsAny: whether a finished file that is not an MP4 is saved unchanged.
    ///   - retry: the policy for failed requests.
    func client(
        _ providers: [DialectProvider],
        budget: Budget? = nil,
        acceptsAny: Bool = false,
        retry: RetryPolicy = RetryPolicy()
    ) async throws -> VideoClient {
        VideoClient(
            providers: providers,
            journal: try await journal(),
            environment: environment,
            settings: VideoClient.Settings(
                retry: retry,
                downloads: DownloadLimits(acceptsAny: acceptsAny),
                budget: budget
            )
        )
    }

    /// Returns the provider of an entry.
    /// - Throws: ``VideoError`` if the entry is invalid or its key is missing.
    func provider(_ entry: ProviderConfiguration) throws -> DialectProvider {
        try registry.provider(for: entry, environment: variables)
    }

    // MARK: - Defaults of the session

    /// The options that `use` chose.
    var selection: [CommandOption: String] {
        get { state.withLock { $0.selection } }
        set { state.withLock { $0.selection = newValue } }
    }

    /// The options that `set` chose.
    var defaults: [CommandOption: String] {
        get { state.withLock { $0.defaults } }
        set { state.withLock { $0.defaults = newValue } }
    }

    /// Returns whether the once-per-session message is still to be shown, and marks it as shown.
    func isFirstNotice() -> Bool {
        state.withLock { state in
            defer { state.isNoticed = true }
            return !state.isNoticed
        }
    }

    /// Whether a script is running.
    var isInScript: Bool { state.withLock { $0.isInScript } }

    /// Runs a script. A script cannot run another script, because one that ran itself would buy videos forever.
    /// - Throws: ``VideoError`` with code `usage` if a script is running, or the error of the work.
    func inScript<Result>(_ work: () async throws -> Result) async throws -> Result {
        let isNested = state.withLock { state in
            defer { state.isInScript = true }
            return state.isInScript
        }
        guard !isNested else { throw VideoError.usage("A script cannot run a script.") }
        defer { state.withLock { $0.isInScript = false } }
        return try await work()
    }

    /// The tasks in the order of the last list. Row numbers refer to it.
    var listing: [VideoTask.ID] {
        get { state.withLock { $0.listing } }
        set { state.withLock { $0.listing = newValue } }
    }
}
