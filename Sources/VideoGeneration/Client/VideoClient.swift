/// Generates videos with the providers that it is given, and keeps every task in a journal.
///
/// ```swift
/// let client = VideoClient(providers: [hailuo], journal: try FileJournal(folder: "/var/lib/app/videos"))
/// let task = try await client.generate(
///     VideoRequest(prompt: "a paper boat in the rain"), using: "minimax", savingTo: "/tmp/boat.mp4")
/// print(task.file?.path ?? "")
/// ```
/// Every task is in the journal before its request is sent. After a crash or a cancellation, ``unfinished()`` returns
/// the tasks that were interrupted, and ``resume(_:to:replacing:outputs:wait:observe:)`` finishes them. All clients of one
/// journal in a process share the submits in flight, the reserved destinations and the learned durations.
public final class VideoClient: Sendable {
    /// The record of every task.
    package let journal: any Journal
    let generators: [any VideoGenerating]
    let environment: EngineEnvironment
    var transport: any HTTPTransport { environment.transport }
    var disk: any Disk { environment.disk }
    var clock: any EngineClock { environment.clock }
    var random: any RandomSource { environment.random }
    let settings: Settings
    let retryQuotas = RetryQuotas()
    let folders = WritableFolders()
    let learnedTimes: LearnedTimes
    let queue: SubmitQueue
    let places: PlannedPlaces

    /// The limits and delays of a client.
    public struct Settings: Sendable, Hashable {
        /// The policy that decides when to retry a failed request.
        public var retry: RetryPolicy
        /// The schedule that decides when to poll a task.
        public var polling: PollSchedule
        /// The limits of a download.
        public var downloads: DownloadLimits
        /// The limit on the cost of all tasks in the journal; nil for no limit.
        public var budget: Budget?
        /// How long to wait for a provider, unless a call gives another limit; nil for no limit.
        public var wait: Duration?

        /// Creates settings. Every parameter has a default that suits most apps.
        public init(
            retry: RetryPolicy = RetryPolicy(),
            polling: PollSchedule = PollSchedule(),
            downloads: DownloadLimits = DownloadLimits(),
            budget: Budget? = nil,
            wait: Duration? = .seconds(20 * 60)
        ) {
            self.retry = retry
            self.polling = polling
            self.downloads = downloads
            self.budget = budget
            self.wait = wait
        }
    }

    /// Creates a client.
    /// - Parameters:
    ///   - providers: the providers, each with its own ID.
    ///   - journal: the journal that records every task. Its environment is also that of the client.
    ///   - settings: the limits and delays.
    public convenience init(
        providers: [any VideoGenerating],
        journal: FileJournal,
        settings: Settings = Settings()
    ) {
        self.init(providers: providers, journal: journal, environment: journal.environment, settings: settings)
    }

    /// Creates a client whose environment differs from that of its journal, as for a journal on a disk that fails.
    package init(
        providers: [any VideoGenerating],
        journal: any Journal,
        environment: EngineEnvironment,
        settings: Settings = Settings()
    ) {
        generators = providers
        self.journal = journal
        self.environment = environment
        self.settings = settings
        learnedTimes = journal.shared.value { LearnedTimes() }
        let departures = journal.shared.value { Departures() }
        queue = journal.shared.value {
            SubmitQueue(clock: environment.clock, process: environment.random.next(), departures: departures)
        }
        places = journal.shared.value { PlannedPlaces() }
    }

    /// Returns a client of another journal with the same providers and settings.
    package func using(_ journal: any Journal) -> VideoClient {
        VideoClient(providers: generators, journal: journal, environment: journal.environment, settings: settings)
    }

    // MARK: - Providers

    /// The descriptions of the client's providers.
    public var providers: [ProviderInfo] { generators.map(\.info) }

    /// Compares a request with the values that its model accepts.
    /// - Parameters:
    ///   - request: the request.
    ///   - providerID: the ID of the provider.
    /// - Returns: the nearest request that the model accepts, and its differences.
    /// - Throws: ``VideoError``: `configurationInvalid` if there is no such provider, `invalidRequest` if no change of a
    ///   number or a name makes the request acceptable, `modelUnavailable` if the request names no model and the
    ///   provider's default is retired.
    public func fit(_ request: VideoRequest, with providerID: String) throws(VideoError) -> RequestFit {
        let info = try provider(providerID).info
        var request = request
        if request.source == nil { request.model = try model(of: request, at: info) }
        return try info.fit(request)
    }

    /// Returns the estimated cost of a request, as far as it is known.
    /// - Parameters:
    ///   - request: the request.
    ///   - providerID: the ID of the provider.
    /// - Throws: ``VideoError`` with code `configurationInvalid` if there is no such provider, or `modelUnavailable` if
    ///   the request names no model and the provider's default is retired.
    public func estimate(_ request: VideoRequest, with providerID: String) throws(VideoError) -> CostEstimate {
        let info = try provider(providerID).info
        var request = request
        if request.source == nil { request.model = try model(of: request, at: info) }
        return info.estimate(request)
    }

    /// Returns the usual time from the submit of a task until its file is stored: the median of the last ten tasks of
    /// its provider and model. Returns nil if there is none in the journal.
    public func expectedDuration(of task: VideoTask) async -> Duration? {
        await learnedTimes.expectedDuration(provider: task.provider.id, model: task.model, in: journal)
    }

    /// Returns the usual time from the submit of a request until its file is stored: the median of the last ten tasks
    /// of its model. Returns nil if there is none in the journal.
    /// - Throws: ``VideoError`` with code `configurationInvalid` if there is no such provider.
    public func expectedDuration(
        of request: VideoRequest,
        with providerID: String
    ) async throws(VideoError) -> Duration? {
        let info = try provider(providerID).info
        let model = request.model ?? info.defaultModel
        return await learnedTimes.expectedDuration(provider: info.id, model: model, in: journal)
    }

    /// Returns the model that a request names, or the provider's default.
    /// - Throws: ``VideoError`` with code `modelUnavailable` if the default is retired. It is never chosen, because its
    ///   vendor would refuse it.
    func model(of request: VideoRequest, at provider: ProviderInfo) throws(VideoError) -> String? {
        if let model = request.model { return model }
        return try provider.defaultModel(for: request, at: clock.now)
    }

    /// Returns the provider with an ID.
    /// - Throws: ``VideoError`` with code `configurationInvalid`, which names the known providers.
    func provider(_ id: String) throws(VideoError) -> any VideoGenerating {
        guard let provider = generators.first(where: { $0.info.id == id }) else {
            throw VideoError(
                .configurationInvalid,
                "There is no provider “\(Redaction.singleLine(id, limit: 40))”.",
                advice: "Known: \(generators.map(\.info.id).joined(separator: ", "))."
            )
        }
        return provider
    }

    /// Returns the provider that a task was submitted to: the one with the same ID and the same endpoint.
    /// - Throws: ``VideoError`` with code `configurationInvalid`.
    func provider(of task: VideoTask) throws(VideoError) -> any VideoGenerating {
        let reference = task.provider
        guard
            let provider = generators.first(where: {
                $0.info.id == reference.id && $0.info.endpoint.origin == reference.endpoint.origin
            })
        else {
            throw VideoError(
                .configurationInvalid,
                "\(task.id) was submitted to \(reference.id) at \(reference.endpoint.origin), which is not configured here.",
                advice: "The task is kept. Configure that provider with its key, and resume the task.",
                provider: reference.id,
                localID: task.id,
                taskID: task.remote?.id
            )
        }
        return provider
    }

    /// Returns the context of an exchange with a provider.
    func context(idempotencyKey: String? = nil) -> ExchangeContext {
        .onThisMachine(transport, at: clock.now, idempotencyKey: idempotencyKey)
    }
}
