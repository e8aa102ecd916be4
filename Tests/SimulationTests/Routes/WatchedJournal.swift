import VideoGeneration

/// The journal of one process, with a witness of its grants. A mutant breaks one of its promises.
struct WatchedJournal: Journal {
    let journal: FileJournal
    let grants: GrantWitness
    let process: SimulatedProcess
    let mutant: RoutedMutant?
    private let own = OwnGrants()

    init(_ journal: FileJournal, _ grants: GrantWitness, _ process: SimulatedProcess, _ mutant: RoutedMutant?) {
        self.journal = journal
        self.grants = grants
        self.process = process
        self.mutant = mutant
    }

    // MARK: - Grants

    func grant(_ request: GrantRequest) async throws -> GrantDecision {
        do {
            let decision = try await decision(about: request)
            grants.decided(decision, about: request, of: process)
            return decision
        } catch {
            grants.leaves(request.task, process)
            throw error
        }
    }

    private func decision(about request: GrantRequest) async throws -> GrantDecision {
        guard mutant == .countsAlone else { return try await journal.grant(request) }
        if let obstacle = try own.obstacle(request, in: journal) { return .later(.seconds(1), obstacle) }
        var unlimited = request
        unlimited.limits = SubmitLimits()
        let decision = try await journal.grant(unlimited)
        if case .granted = decision { own.note(request, at: journal.environment.clock.now) }
        return decision
    }

    func inFlight(_ account: Account, model: String?) async throws -> Int {
        try await journal.inFlight(account, model: model)
    }

    // MARK: - Labels

    func create(
        under label: TaskLabel?,
        replacing pruned: VideoTask.ID?,
        _ make: (VideoTask.ID) -> VideoTask
    ) async throws -> TaskCreation {
        guard mutant == .checksTooEarly, let label else {
            return watched(try await journal.create(under: label, replacing: pruned, make))
        }
        if let known = try journal.task(labeled: label), try journal.task(known.id) != nil || known.id != pruned {
            return .existing(known)
        }
        try await process.sleep(for: .milliseconds(1))
        let creation = watched(try await journal.create(under: label, replacing: pruned, make))
        guard case .existing = creation else { return creation }
        // Another caller has taken the label since.
        return watched(try await journal.create(under: nil) { make($0).withoutLabel })
    }

    func task(labeled label: TaskLabel) async throws(VideoError) -> VideoTask? {
        try journal.task(labeled: label)
    }

    func prune(olderThan age: Duration, forgettingLabels: Bool) async throws -> Int {
        try await journal.prune(olderThan: age, forgettingLabels: forgettingLabels || mutant == .forgetsLabels)
    }

    // MARK: - Entries

    func reserve(_ id: VideoTask.ID) async throws -> any TaskLog { watched(try await journal.reserve(id)) }

    private func watched(_ creation: TaskCreation) -> TaskCreation {
        guard case .created(let log) = creation else { return creation }
        return .created(watched(log))
    }

    private func watched(_ log: any TaskLog) -> any TaskLog {
        mutant == .releasesUnknown ? ReleasingLog(log: log) : log
    }

    func append(
        _ header: JournalEntry.Header,
        to id: VideoTask.ID,
        _ change: (inout VideoTask) -> Void
    ) async throws -> VideoTask {
        try await journal.append(header, to: id, change)
    }

    // MARK: - The rest of the journal

    var environment: EngineEnvironment { journal.environment }
    var partsFolder: String { journal.partsFolder }
    var shared: SharedValues { journal.shared }

    func tasks() async throws(VideoError) -> [VideoTask] { try journal.tasks() }
    func latest(_ count: Int) async throws(VideoError) -> [VideoTask] { try journal.latest(count) }
    func task(_ id: VideoTask.ID) async throws(VideoError) -> VideoTask? { try journal.task(id) }
    func history(of id: VideoTask.ID) async throws(VideoError) -> [JournalEntry] { try journal.history(of: id) }
    func sync(_ id: VideoTask.ID) async throws { try await journal.sync(id) }
    func unreadable(besides tasks: [VideoTask]) async throws(VideoError) -> [VideoError] {
        try journal.unreadable(besides: tasks)
    }
    func check(_ allowance: Allowance) async throws { try await journal.check(allowance) }
    func prunedTasks() async throws(VideoError) -> [PrunedTask] { try journal.prunedTasks() }
    func adopt(_ task: VideoTask) async throws { try await journal.adopt(task) }
    func owner(of remoteID: String, at endpoint: Endpoint) async throws(VideoError) -> VideoTask.ID? {
        try journal.owner(of: remoteID, at: endpoint)
    }
    func claim(_ remote: RemoteTask, for task: VideoTask) async -> VideoTask.ID? {
        await journal.claim(remote, for: task)
    }
    func withClaim(
        of remoteID: String,
        for task: VideoTask,
        _ work: () async throws -> VideoTask
    ) async throws -> VideoTask {
        try await journal.withClaim(of: remoteID, for: task, work)
    }
    func completeClaims() async throws { try await journal.completeClaims() }
    func keepClaims(of tasks: [VideoTask]) async throws { try await journal.keepClaims(of: tasks) }
    func record(of endpoint: Endpoint) async -> EndpointRecord? { journal.record(of: endpoint) }
    func changeRecord(of endpoint: Endpoint, _ change: (inout EndpointRecord) -> Void) async throws {
        try await journal.changeRecord(of: endpoint, change)
    }
}

extension VideoTask {
    /// The task as it is created without a label.
    fileprivate var withoutLabel: VideoTask {
        var task = VideoTask(
            id: id,
            provider: provider,
            request: originalRequest,
            createdAt: createdAt,
            destination: destination,
            digest: digest,
            route: route,
            priority: priority
        )
        task.mutableFields = mutableFields
        return task
    }
}
