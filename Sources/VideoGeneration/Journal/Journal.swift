import VideoPlatform

/// The write-ahead record of every task, shared by all processes that use it.
///
/// `intent` and `submitting` are durable before a request is sent, `accepted` before the caller receives the task, and
/// `stored` after the file is at its destination. A process can end at any time, and another one continues from the
/// last entry. A task at `submitting` without a process that submits it is read as `outcomeUnknown` and is never sent
/// again.
///
/// ``FileJournal`` keeps the record in a folder. The checks of `JournalConformance` in VideoGenerationTesting define
/// the promises of an implementation in code.
package protocol Journal: Sendable {
    /// The disk, clock and random numbers that the journal uses.
    var environment: EngineEnvironment { get }
    /// The folder for unfinished downloads.
    var partsFolder: String { get }
    /// The values that all clients of this journal share in the process.
    var shared: SharedValues { get }

    // MARK: - Reading

    /// Returns all tasks in the order in which they were created. Unreadable tasks are left out.
    func tasks() async throws(VideoError) -> [VideoTask]
    /// Returns the newest tasks, newest first. Its time does not grow with the number of tasks that have ended.
    func latest(_ count: Int) async throws(VideoError) -> [VideoTask]
    /// Returns a task, or nil if there is none with the ID. An abandoned submit is returned as it will be recovered.
    func task(_ id: VideoTask.ID) async throws(VideoError) -> VideoTask?
    /// Returns the entries of a task in order, or an empty array if there is no such task.
    func history(of id: VideoTask.ID) async throws(VideoError) -> [JournalEntry]
    /// Makes the entries of a task durable. The process that wrote the last one may have ended before its sync.
    func sync(_ id: VideoTask.ID) async throws
    /// Returns an error for each task that cannot be read, except the given ones. Such a task may be paid for.
    func unreadable(besides tasks: [VideoTask]) async throws(VideoError) -> [VideoError]

    /// Returns what a person has to know about the journal as a whole, in sentences, such as that nothing is sent now.
    func warnings() async throws(VideoError) -> [String]

    /// Checks that a request fits into its budget, without counting it.
    /// - Throws: ``VideoError`` with code `budgetExceeded` if it does not; `CancellationError`.
    func check(_ allowance: Allowance) async throws
    /// Returns the pruned tasks that still count, each one once. A task of an interrupted prune is also in ``tasks()``.
    /// - Throws: ``VideoError`` with code `storageFailed` if one of them cannot be read.
    func prunedTasks() async throws(VideoError) -> [PrunedTask]

    // MARK: - Writing

    /// Creates a task at `intent`, and reserves it for the caller.
    ///
    /// The entry need not be durable, because nothing is sent yet. The entry with which the task becomes `submitting`
    /// makes the task, its label and itself durable.
    /// - Parameters:
    ///   - label: the label to claim for the task; nil for none.
    ///   - pruned: the pruned task whose label may be claimed; nil for none.
    ///   - make: creates the task with an ID that no other task has.
    /// - Returns: the log of the task, or the task that has the label. Until the log is closed, other changes of the task
    ///   are refused with code `busy`.
    /// - Throws: ``VideoError`` or `CancellationError`. There is no task then.
    func create(
        under label: TaskLabel?,
        replacing pruned: VideoTask.ID?,
        _ make: (VideoTask.ID) -> VideoTask
    ) async throws -> TaskCreation
    /// Reserves a task that is in the journal, to send it. A task that another process abandoned is recovered first.
    /// - Throws: ``VideoError``: `busy` while another caller submits or changes the task, `invalidRequest` if there is no
    ///   such task, `storageFailed`; `CancellationError`.
    func reserve(_ id: VideoTask.ID) async throws -> any TaskLog
    /// Appends an entry to a task, after a recovery if the task was abandoned.
    /// - Returns: the task after the entry.
    /// - Throws: ``VideoError``: `busy` while another caller submits or changes the task, `invalidRequest` if there is
    ///   no such task, `storageFailed` if the change is not a legal move or the entry cannot be kept; the task is
    ///   unchanged then. `CancellationError`.
    @discardableResult
    func append(
        _ header: JournalEntry.Header,
        to id: VideoTask.ID,
        _ change: (inout VideoTask) -> Void
    ) async throws -> VideoTask
    /// Adds a task of another journal under its own ID. A task that is already present stays unchanged.
    /// - Throws: ``VideoError``, with code `invalidRequest` if another task has or had its remote ID.
    func adopt(_ task: VideoTask) async throws
    /// Removes finished tasks that are older than an age. Their remote IDs stay claimed, and the budget still counts
    /// them.
    /// - Parameters:
    ///   - age: the least age of a task that is removed.
    ///   - forgettingLabels: whether the labels of the removed tasks, and of those that were removed before, are free
    ///     again. Otherwise each label keeps its task, without the request.
    /// - Returns: the number of removed tasks.
    @discardableResult
    func prune(olderThan age: Duration, forgettingLabels: Bool) async throws -> Int

    // MARK: - Labels

    /// Returns the task with a label, or nil if there is none. A pruned task has an empty request.
    func task(labeled label: TaskLabel) async throws(VideoError) -> VideoTask?

    // MARK: - Accounts

    /// Decides whether a task may be sent now, in one step for all processes, and records it if so.
    ///
    /// Whether the limits have room is derived from the tasks in the journal. Tasks that wait for the same model are
    /// granted in the order of their priorities and numbers.
    /// - Throws: ``VideoError`` or `CancellationError`; the task must not be sent then.
    func grant(_ request: GrantRequest) async throws -> GrantDecision
    /// Returns the number of tasks in flight for an account and a model.
    func inFlight(_ account: Account, model: String?) async throws -> Int

    // MARK: - The providers' IDs

    /// Returns the task that has or had a provider's ID, or nil if none is known.
    func owner(of remoteID: String, at endpoint: Endpoint) async throws(VideoError) -> VideoTask.ID?
    /// Claims a provider's ID for a task before its own entry is written. It waits even if the caller is cancelled.
    /// - Returns: the other task that claimed the ID first; nil if there is none or it cannot be determined.
    func claim(_ remote: RemoteTask, for task: VideoTask) async -> VideoTask.ID?
    /// Runs work that gives an ID to a task, and claims the ID, while no other process can claim it.
    /// - Throws: ``VideoError`` if another task has or had the ID, or if that cannot be determined; the error of
    ///   `work`, and then the ID is not claimed.
    func withClaim(
        of remoteID: String,
        for task: VideoTask,
        _ work: () async throws -> VideoTask
    ) async throws -> VideoTask
    /// Claims the IDs of all tasks that were written by a version without an index. The first call of a process reads
    /// all tasks if necessary.
    func completeClaims() async throws
    /// Claims the IDs that tasks have and that the index lacks.
    func keepClaims(of tasks: [VideoTask]) async throws

    // MARK: - Endpoints

    /// Returns the record of an endpoint, or nil if nothing was submitted there or the record is unreadable.
    func record(of endpoint: Endpoint) async -> EndpointRecord?
    /// Changes the record of an endpoint in one step that no other process interrupts. Creates it if there is none.
    func changeRecord(of endpoint: Endpoint, _ change: (inout EndpointRecord) -> Void) async throws
}

extension Journal {
    /// The default implementation returns none.
    package func warnings() async throws(VideoError) -> [String] { [] }

    /// Creates a task at `intent`, and reserves it for the caller; see ``create(under:replacing:_:)``.
    package func create(under label: TaskLabel?, _ make: (VideoTask.ID) -> VideoTask) async throws -> TaskCreation {
        try await create(under: label, replacing: nil, make)
    }

    /// Creates a task that is about to be submitted. On return, `intent` and `submitting` are durable and the budget
    /// counts the task.
    /// - Parameters:
    ///   - allowance: the budget that the task has to fit into; nil for no limit.
    ///   - make: creates the task with an ID that no other task has.
    /// - Throws: ``VideoError`` or `CancellationError`. There is no task then.
    package func begin(
        within allowance: Allowance? = nil,
        _ make: (VideoTask.ID) -> VideoTask
    ) async throws -> any TaskLog {
        guard case .created(let log) = try await create(under: nil, make) else {
            throw VideoError(.storageFailed, "The journal created no task.")
        }
        do {
            try await log.append(.submitting, within: allowance) {
                $0.state = .submitting
                $0.submits = 1
            }
        } catch {
            await log.discard()
            throw error
        }
        return log
    }

    /// Removes finished tasks; see ``prune(olderThan:forgettingLabels:)``.
    @discardableResult
    package func prune(olderThan age: Duration) async throws -> Int {
        try await prune(olderThan: age, forgettingLabels: false)
    }

    /// Appends an entry to a task; see ``append(_:to:_:)``.
    /// - Parameter synced: whether the entry has to be durable on return.
    @discardableResult
    package func append(
        _ event: JournalEntry.Event,
        to id: VideoTask.ID,
        note: String? = nil,
        synced: Bool = true,
        _ change: (inout VideoTask) -> Void
    ) async throws -> VideoTask {
        try await append(JournalEntry.Header(event, note: note, isSynced: synced), to: id, change)
    }

    /// Returns a task.
    /// - Throws: ``VideoError``, with code `invalidRequest` if there is none with the ID.
    package func existingTask(_ id: VideoTask.ID) async throws(VideoError) -> VideoTask {
        guard let task = try await task(id) else { throw VideoError.unknownTask(id) }
        return task
    }

    /// Returns a task after making its entries durable, for a caller that acts on them.
    /// - Throws: ``VideoError``, with code `invalidRequest` if there is none with the ID; `CancellationError`.
    func syncedTask(_ id: VideoTask.ID) async throws -> VideoTask {
        try await sync(id)
        return try await existingTask(id)
    }

    /// Refuses a provider's ID that another task has or had.
    func ensureUnclaimed(_ remoteID: String, for task: VideoTask) async throws(VideoError) {
        guard let owner = try await owner(of: remoteID, at: task.provider.endpoint), owner != task.id else { return }
        throw VideoError.claimed(remoteID, by: owner, for: task)
    }

    /// Ends the pause of an endpoint, because a task was accepted or resolved there.
    func noteSettled(at endpoint: Endpoint) async {
        guard let record = await record(of: endpoint), record.unknownsInRow > 0 else { return }
        try? await changeRecord(of: endpoint) { $0.unknownsInRow = 0 }
    }

    /// Returns the time at which a task was last submitted, or at which it was created if it was submitted elsewhere.
    func sentAt(_ task: VideoTask) async throws(VideoError) -> Date {
        try await history(of: task.id).last { $0.event == .submitting }?.at ?? task.createdAt
    }
}

extension VideoError {
    /// The error for a task that a journal does not have.
    package static func unknownTask(_ id: VideoTask.ID) -> VideoError {
        VideoError(.invalidRequest, "There is no task \(id) in this journal.")
    }

    /// The error for a provider's ID that another task has or had.
    package static func claimed(_ remoteID: String, by owner: VideoTask.ID, for task: VideoTask) -> VideoError {
        VideoError(
            .invalidRequest,
            "The ID \(Redaction.singleLine(remoteID, limit: 80)) belongs to \(owner), which has it or had it before it was pruned.",
            advice: "\(task.id) is unchanged.",
            provider: task.provider.id,
            localID: task.id,
            taskID: remoteID
        )
    }
}
