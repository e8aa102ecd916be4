import VideoPlatform

/// A journal whose tasks are worked on by many processes.
///
/// A process claims tasks that are due. A claim is a token in the record of the task, which rises with each claim, and a
/// time by the journal's clock until which nobody else may claim the task. While a process holds a claim, its own
/// ``Journal/reserve(_:)`` and ``Journal/append(_:to:_:)`` work under it: the reservation borrows the claim and returns
/// it when the log is closed. For all other processes, the task is reserved.
///
/// A write under a token that is not the task's any more is refused with code `busy`, and the process drops the task.
/// The answer to a request that was sent is the exception; see ``TaskLog``.
package protocol FleetJournal: Journal {
    /// Takes tasks that are due, in one step that no other process interrupts, and records that this process works on
    /// them.
    ///
    /// Suspended tasks are left alone. A submit that a process left open is recorded as `outcomeUnknown` and not
    /// returned. Waiting tasks come in the order of their priorities and numbers, other tasks in that of their due times.
    func claim(_ request: ClaimRequest) async throws(VideoError) -> [TaskClaim]

    /// The time between two renewals of claims, well below the length of a claim.
    var claimRenewal: Duration { get }

    /// Extends all claims that this process holds, in one step.
    /// - Returns: the tasks whose claims are lost: another process has taken or changed them.
    func renewClaims() async throws(VideoError) -> [VideoTask.ID]

    /// Writes what the work has found, and ends the claims, in one step for all of them. A due time is computed from the
    /// journal's clock.
    /// - Returns: the tasks whose claims were lost, so that nothing was written for them.
    func finish(_ results: [ClaimResult]) async throws(VideoError) -> [VideoTask.ID]

    /// Returns a stream that yields when tasks may have become due. It may yield too often, too late, or never: the
    /// claims themselves find every task.
    func hints() -> AsyncStream<Void>

    /// Tells the other processes that tasks have become due, at most a few times a second.
    func hint()
}
