/// The entries of one task, reserved for the caller that submits it.
///
/// The reservation ends with ``close()`` or with the process. A task that is at `submitting` then has an unknown
/// outcome.
package protocol TaskLog: AnyObject, Sendable {
    /// The task after the last entry.
    var task: VideoTask { get }
    /// Whether other readers of the journal see this task. False if it was removed since the log was opened.
    var isVisible: Bool { get async throws(VideoError) }
    /// Whether the reservation lasts at least as long as a submit, so that the request may be sent. False if the process
    /// was stopped since the reservation was made or renewed.
    var coversSubmit: Bool { get }
    /// Appends an entry. A change of the amount that the task counts under the budget is recorded with it.
    /// - Parameter allowance: the budget that a task has to fit into before it is sent; nil for no limit.
    /// - Returns: the task after the entry.
    /// - Throws: ``VideoError`` or `CancellationError`; the task is unchanged then.
    @discardableResult
    func append(
        _ header: JournalEntry.Header,
        within allowance: Allowance?,
        _ change: (inout VideoTask) -> Void
    ) async throws -> VideoTask
    /// Keeps the answer to the request that was sent, before anything else that can fail or wait. The entry follows.
    func keepAnswer(_ change: (inout VideoTask) -> Void) async
    /// Removes a task for which nothing was sent, and ends the reservation.
    func discard() async
    /// Ends the reservation.
    func close()
    /// Ends the reservation, and waits until other processes can use the task.
    func closeForOthers() async
}

/// The result of creating a task.
package enum TaskCreation: Sendable {
    /// The log of the new task.
    case created(any TaskLog)
    /// The task that has the label. A pruned task is not in the journal, and has an empty request.
    case existing(VideoTask)
}

extension TaskLog {
    /// The default implementation returns true: a lock lasts as long as its process.
    package var coversSubmit: Bool { true }

    /// The default implementation closes the log, which frees a lock at once.
    package func closeForOthers() async { close() }

    /// The default implementation does nothing: the entry itself is written at once.
    package func keepAnswer(_ change: (inout VideoTask) -> Void) async {}

    /// Appends an entry; see ``append(_:within:_:)``.
    /// - Parameter synced: whether the entry has to be durable on return.
    @discardableResult
    package func append(
        _ event: JournalEntry.Event,
        note: String? = nil,
        synced: Bool = true,
        within allowance: Allowance? = nil,
        _ change: (inout VideoTask) -> Void
    ) async throws -> VideoTask {
        try await append(JournalEntry.Header(event, note: note, isSynced: synced), within: allowance, change)
    }
}
