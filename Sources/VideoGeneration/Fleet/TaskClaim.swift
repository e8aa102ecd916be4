import VideoPlatform

/// A task that a process works on.
package struct TaskClaim: Sendable {
    /// The number of processes that may end while they work on a task, before it is suspended.
    package static let mostDeaths = 3

    /// The task, as its last entry left it.
    package var task: VideoTask
    /// The work that the task was claimed for.
    package var work: FleetWork
    /// The number under which everything is written.
    package var token: Int
    /// What the polls so far have shown; nil before the first one.
    package var memory: PollMemory?
    /// The number of claims in a row that ended because their process did not finish them.
    package var deaths: Int
    /// The time of the claim by the journal's clock.
    package var claimedAt: Date

    /// Whether the next process that ends during the work suspends the task. A process works on one such task at a time,
    /// so that a task that ends its workers does not take others with it.
    package var isSuspect: Bool { deaths == Self.mostDeaths - 1 }

    /// Creates a claim.
    package init(
        _ task: VideoTask,
        for work: FleetWork,
        token: Int,
        memory: PollMemory?,
        deaths: Int,
        claimedAt: Date
    ) {
        self.task = task
        self.work = work
        self.token = token
        self.memory = memory
        self.deaths = deaths
        self.claimedAt = claimedAt
    }
}

/// The result of the work on a claimed task.
package struct ClaimResult: Sendable {
    /// An entry to write.
    package struct Change: Sendable {
        /// The kind of the entry.
        package var header: JournalEntry.Header
        /// The task after the entry.
        package var task: VideoTask

        /// Creates a change.
        package init(_ header: JournalEntry.Header, _ task: VideoTask) {
            self.header = header
            self.task = task
        }
    }

    /// The task.
    package var id: VideoTask.ID
    /// The token of the claim.
    package var token: Int
    /// What has changed; nil for nothing.
    package var change: Change?
    /// What the polls so far have shown; nil to keep what is recorded.
    package var memory: PollMemory?
    /// The time until the task is due again.
    package var delay: Duration
    /// Whether the task was worked on. If not, the number of processes that ended during the work stays.
    package var isWorked = true

    /// Creates a result.
    package init(
        of claim: TaskClaim,
        change: Change? = nil,
        memory: PollMemory? = nil,
        dueIn delay: Duration
    ) {
        id = claim.task.id
        token = claim.token
        self.change = change
        self.memory = memory
        self.delay = delay
    }
}
