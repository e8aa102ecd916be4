/// Buys videos and brings them home: the one place where providers, journal, transport and downloader are
/// put together.
///
/// ```swift
/// let client = VideoClient(providers: [hailuo], journal: try FileJournal(folder: "/var/lib/app/videos"))
/// let task = try await client.generate(
///     VideoRequest(prompt: "a paper boat in the rain"), using: "minimax", savingTo: "/tmp/boat.mp4")
/// print(task.file?.path ?? "")
/// ```
/// Every purchase is written down before it is sent. What was interrupted, by a crash or by a person, is
/// finished with ``resume(_:to:replacing:wait:observe:)``; ``unfinished()`` says what there is.
public struct VideoClient: Sendable {
    /// The record of every purchase.
    public let journal: FileJournal
    let providers: [any VideoGenerating]
    let environment: EngineEnvironment
    var transport: any HTTPTransport { environment.transport }
    var disk: any Disk { environment.disk }
    var clock: any EngineClock { environment.clock }
    var random: any RandomSource { environment.random }
    let settings: Settings
    let retryQuotas = RetryQuotas()
    let folders = WritableFolders()
    let history: LearnedTimes
    let endpoints: EndpointRecords
    /// Of all clients of one journal in this process.
    var window: SubmitWindow { journal.submitWindow }
    var remoteIDs: RemoteIDs { journal.remoteIDs }

    /// How patient a client is.
    public struct Settings: Sendable, Hashable {
        /// When to try again.
        public var retry: RetryPolicy
        /// When to ask again.
        public var polling: PollSchedule
        /// What a download may take.
        public var downloads: DownloadLimits
        /// What all tasks of the journal together may cost; nil for no limit.
        public var budget: Budget?

        /// Makes settings.
        public init(
            retry: RetryPolicy = RetryPolicy(),
            polling: PollSchedule = PollSchedule(),
            downloads: DownloadLimits = DownloadLimits(),
            budget: Budget? = nil
        ) {
            self.retry = retry
            self.polling = polling
            self.downloads = downloads
            self.budget = budget
        }
    }

    /// Puts a client together.
    /// - Parameters:
    ///   - providers: who sells; each has an id of its own.
    ///   - journal: where every purchase is written down.
    ///   - settings: how patient it is.
    public init(
        providers: [any VideoGenerating],
        journal: FileJournal,
        settings: Settings = Settings()
    ) {
        self.init(providers: providers, journal: journal, environment: journal.environment, settings: settings)
    }

    /// Puts a client together whose journal has an environment of its own, such as a disk that fails.
    package init(
        providers: [any VideoGenerating],
        journal: FileJournal,
        environment: EngineEnvironment,
        settings: Settings = Settings()
    ) {
        self.providers = providers
        self.journal = journal
        self.environment = environment
        self.settings = settings
        history = LearnedTimes(journal)
        endpoints = EndpointRecords(folder: journal.folder, disk: journal.disk, clock: environment.clock)
    }

    /// What a provider is told about an exchange.
    func context(timeLimit: Duration? = nil, idempotencyKey: String? = nil) -> ExchangeContext {
        ExchangeContext(transport: transport, timeLimit: timeLimit, idempotencyKey: idempotencyKey)
    }

    /// The tasks that are not at their end, in the order in which they were ordered.
    public func unfinished() throws -> [VideoTask] { try journal.tasks().filter(\.state.isUnfinished) }

    /// A provider by its id.
    /// - Throws: ``VideoError`` with code `configurationInvalid`, which names the ones there are.
    func provider(_ id: String) throws -> any VideoGenerating {
        guard let provider = providers.first(where: { $0.info.id == id }) else {
            throw VideoError(
                .configurationInvalid,
                "There is no provider “\(Redaction.singleLine(id, limit: 40))”.",
                advice: "Known: \(providers.map(\.info.id).joined(separator: ", "))."
            )
        }
        return provider
    }

    /// The provider that took a task: the same id at the same endpoint, or none.
    /// - Throws: ``VideoError`` with code `configurationInvalid`.
    func provider(of task: VideoTask) throws -> any VideoGenerating {
        let reference = task.provider
        guard
            let provider = providers.first(where: {
                $0.info.id == reference.id && $0.info.endpoint.origin == reference.endpoint.origin
            })
        else {
            throw VideoError(
                .configurationInvalid,
                "\(task.id) was taken by \(reference.id) at \(reference.endpoint.origin), which is not set up here.",
                advice: "The task is kept. Set that provider up, with its key, and resume.",
                provider: reference.id,
                localID: task.id,
                taskID: task.remote?.id
            )
        }
        return provider
    }

    /// A task of the journal, and what is written of it made to outlive a power loss: somebody is about to build
    /// on it.
    /// - Throws: ``VideoError`` with code `invalidRequest` where there is none.
    func known(_ id: VideoTask.ID) async throws -> VideoTask {
        try await journal.sync(id)
        return try current(id)
    }

    /// A task of the journal as it stands.
    /// - Throws: ``VideoError`` with code `invalidRequest` where there is none.
    func current(_ id: VideoTask.ID) throws -> VideoTask {
        guard let task = try journal.task(id) else { throw VideoError.unknownTask(id) }
        return task
    }
}
