import VideoGeneration

/// A journal that breaks one promise.
struct MutantJournal: Journal {
    /// The broken promise.
    enum Flaw: String, CaseIterable {
        case hidesSubmits, resendsAbandoned, changesDuringSubmit, losesAcceptance, disordersTasks
        case overspends, countsRefused, acceptsIllegalMoves, losesEntries, writesStaleTasks, inventsTasks
        case reversesLatest, forgetsPauses, losesRecordChanges, adoptsAgain, sharesNothing
        case givesIDsTwice, givesIDsToAll, claimsBeforeWork, adoptsClaimedIDs, ignoresLateClaims
        case prunesUnfinished, forgetsPrunedIDs, forgetsPrunedCosts, hidesPrunedTasks
        case sharesLabels, keepsVoidClaims, forgetsPrunedLabels, failsWaiting
        case ignoresLimits, countsForever, forgetsMinutes, overtakes

        /// A part of the promise, as the check words it.
        var promise: String {
            switch self {
            case .hidesSubmits: "being submitted is readable"
            case .resendsAbandoned: "An abandoned submit"
            case .changesDuringSubmit: "being submitted refuses"
            case .losesAcceptance: "An accepted task is readable"
            case .disordersTasks: "begin tasks without a collision"
            case .overspends: "A budget holds"
            case .countsRefused: "no longer counts"
            case .acceptsIllegalMoves: "not a legal move"
            case .losesEntries: "Concurrent entries"
            case .writesStaleTasks: "what another instance wrote last"
            case .inventsTasks: "An unknown ID"
            case .reversesLatest: "The latest tasks"
            case .forgetsPauses: "shared by all instances"
            case .losesRecordChanges: "Concurrent changes"
            case .adoptsAgain: "adopted twice"
            case .sharesNothing: "The values of a process"
            case .givesIDsTwice: "belongs to the first task"
            case .givesIDsToAll: "Of many claims"
            case .claimsBeforeWork: "A claim with work"
            case .adoptsClaimedIDs: "is not adopted"
            case .ignoresLateClaims: "can be claimed later"
            case .prunesUnfinished: "finished tasks alone"
            case .forgetsPrunedIDs: "of a pruned task stays"
            case .forgetsPrunedCosts: "A pruned task still counts"
            case .sharesLabels: "A label belongs to one task"
            case .keepsVoidClaims: "before it was sent is free"
            case .forgetsPrunedLabels: "The label of a pruned task"
            case .failsWaiting: "A task that waits"
            case .ignoresLimits: "holds between two instances, and"
            case .countsForever: "that has ended leaves room"
            case .forgetsMinutes: "in any 60 seconds"
            case .overtakes: "granted in order"
            case .hidesPrunedTasks: "stay readable"
            }
        }
    }

    let journal: any Journal
    let flaw: Flaw

    var environment: EngineEnvironment { journal.environment }
    var partsFolder: String { journal.partsFolder }
    var shared: SharedValues { flaw == .sharesNothing ? SharedValues() : journal.shared }

    func tasks() async throws(VideoError) -> [VideoTask] {
        let tasks = try await journal.tasks()
        return flaw == .disordersTasks ? tasks.reversed() : tasks
    }

    func check(_ allowance: Allowance) async throws { try await journal.check(allowance) }

    func prunedTasks() async throws(VideoError) -> [PrunedTask] {
        flaw == .hidesPrunedTasks ? [] : try await journal.prunedTasks()
    }

    func latest(_ count: Int) async throws(VideoError) -> [VideoTask] {
        let tasks = try await journal.latest(count)
        return flaw == .reversesLatest ? tasks.reversed() : tasks
    }

    func task(_ id: VideoTask.ID) async throws(VideoError) -> VideoTask? {
        var task = try await journal.task(id)
        if flaw == .hidesSubmits, task?.state == .submitting { return nil }
        if flaw == .resendsAbandoned, task?.state == .outcomeUnknown { task?.state = .submitting }
        if flaw == .losesAcceptance { task?.remote = nil }
        if flaw == .failsWaiting, task?.state == .intent { task?.state = .failed }
        if flaw == .inventsTasks, task == nil { return try await journal.tasks().last }
        return task
    }

    func history(of id: VideoTask.ID) async throws(VideoError) -> [JournalEntry] {
        let history = try await journal.history(of: id)
        return flaw == .losesEntries ? Array(history.dropLast()) : history
    }

    func sync(_ id: VideoTask.ID) async throws { try await journal.sync(id) }

    func unreadable(besides tasks: [VideoTask]) async throws(VideoError) -> [VideoError] {
        try await journal.unreadable(besides: tasks)
    }

    func create(
        under label: TaskLabel?,
        replacing pruned: VideoTask.ID?,
        _ make: (VideoTask.ID) -> VideoTask
    ) async throws -> TaskCreation {
        let creation = try await journal.create(under: flaw == .sharesLabels ? nil : label, replacing: pruned, make)
        guard case .created(let log) = creation else { return creation }
        return .created(MutantLog(log: log, flaw: flaw))
    }

    func reserve(_ id: VideoTask.ID) async throws -> any TaskLog {
        MutantLog(log: try await journal.reserve(id), flaw: flaw)
    }

    func task(labeled label: TaskLabel) async throws(VideoError) -> VideoTask? {
        try await journal.task(labeled: label)
    }

    func grant(_ request: GrantRequest) async throws -> GrantDecision {
        var request = request
        if flaw == .ignoresLimits { request.limits.inFlight = nil }
        if flaw == .forgetsMinutes { request.limits.perMinute = nil }
        if flaw == .overtakes { request.process = 1 }
        let decision = try await journal.grant(request)
        // A counter that only the tasks of this process lower.
        if flaw == .countsForever, request.limits.inFlight == 1, request.task.number > 1 {
            return .later(.seconds(1), .inFlight(1))
        }
        return decision
    }

    func inFlight(_ account: Account, model: String?) async throws -> Int {
        try await journal.inFlight(account, model: model)
    }

    func append(
        _ header: JournalEntry.Header,
        to id: VideoTask.ID,
        _ change: (inout VideoTask) -> Void
    ) async throws -> VideoTask {
        let before = try await journal.task(id)
        do {
            let after = try await journal.append(header, to: id) {
                if flaw == .writesStaleTasks { $0.state = .queued }
                change(&$0)
            }
            return after
        } catch let error as VideoError {
            let isIgnored =
                flaw == .changesDuringSubmit && error.code == .busy
                || flaw == .acceptsIllegalMoves && error.code == .storageFailed
            guard isIgnored, let before else { throw error }
            return before
        }
    }

    func adopt(_ task: VideoTask) async throws {
        do { try await journal.adopt(task) } catch {
            guard flaw == .adoptsClaimedIDs else { throw error }
        }
        if flaw == .adoptsAgain {
            try await journal.append(.init(.adopted), to: task.id) { $0.state = task.state }
        }
    }

    func prune(olderThan age: Duration, forgettingLabels: Bool) async throws -> Int {
        let forgets = forgettingLabels || flaw == .forgetsPrunedLabels
        let count = try await journal.prune(olderThan: age, forgettingLabels: forgets)
        return flaw == .prunesUnfinished ? try await journal.tasks().count + count : count
    }

    func owner(of remoteID: String, at endpoint: Endpoint) async throws(VideoError) -> VideoTask.ID? {
        let owner = try await journal.owner(of: remoteID, at: endpoint)
        guard let owner, flaw == .forgetsPrunedIDs else { return owner }
        return try await journal.task(owner) == nil ? nil : owner
    }

    func claim(_ remote: RemoteTask, for task: VideoTask) async -> VideoTask.ID? {
        let owner = await journal.claim(remote, for: task)
        return [.givesIDsTwice, .givesIDsToAll].contains(flaw) ? nil : owner
    }

    func withClaim(
        of remoteID: String,
        for task: VideoTask,
        _ work: () async throws -> VideoTask
    ) async throws -> VideoTask {
        if flaw == .claimsBeforeWork { _ = await journal.claim(RemoteTask(id: remoteID), for: task) }
        return try await journal.withClaim(of: remoteID, for: task, work)
    }

    func completeClaims() async throws { try await journal.completeClaims() }

    func keepClaims(of tasks: [VideoTask]) async throws {
        if flaw != .ignoresLateClaims { try await journal.keepClaims(of: tasks) }
    }

    func record(of endpoint: Endpoint) async -> EndpointRecord? {
        var record = await journal.record(of: endpoint)
        if flaw == .forgetsPauses { record?.unknownsInRow = 0 }
        return record
    }

    func changeRecord(of endpoint: Endpoint, _ change: (inout EndpointRecord) -> Void) async throws {
        guard flaw == .losesRecordChanges else { return try await journal.changeRecord(of: endpoint, change) }
        // Reads and writes in two steps.
        try await journal.changeRecord(of: endpoint) { _ in }
        guard var record = await journal.record(of: endpoint) else { return }
        change(&record)
        // A real wait: the other instances read meanwhile, so that their changes are lost.
        try await Task.sleep(for: .milliseconds(5))
        try await journal.changeRecord(of: endpoint) { [record] in $0 = record }
    }
}

/// The log of a journal that breaks a promise.
final class MutantLog: TaskLog {
    private let log: any TaskLog
    private let flaw: MutantJournal.Flaw

    init(log: any TaskLog, flaw: MutantJournal.Flaw) {
        self.log = log
        self.flaw = flaw
    }

    var task: VideoTask { log.task }
    var isVisible: Bool { get async throws(VideoError) { try await log.isVisible } }

    func append(
        _ header: JournalEntry.Header,
        within allowance: Allowance?,
        _ change: (inout VideoTask) -> Void
    ) async throws -> VideoTask {
        let allowance = [.overspends, .forgetsPrunedCosts].contains(flaw) ? nil : allowance
        return try await log.append(header, within: allowance) {
            change(&$0)
            // A failed task with a remote ID was accepted, and counts.
            if flaw == .countsRefused, $0.state == .failed { $0.remote = RemoteTask(id: "") }
        }
    }

    func discard() async {
        if flaw == .keepsVoidClaims { return log.close() }
        await log.discard()
    }

    func close() { log.close() }
}
