import Foundation
import VideoGeneration

/// The tables of the simulated database, as one value: a transaction works on a copy, and all or none of it is kept.
///
/// Rows are in arrays, because the order of a dictionary differs from run to run.
struct DatabaseRows {
    /// A row of `video_task`, with the rows of other tables that belong to it alone.
    struct Record {
        var task: VideoTask
        var label: String?
        var sequence = 1
        /// The number of times that the request was about to be sent.
        var attempt = 0
        var token = 1
        /// The process that has reserved the task.
        var owner: UInt64?
        /// The end of the reservation by the database's clock.
        private(set) var until: Date?
        /// The length of the reservation in seconds.
        private(set) var seconds = 0
        /// The time from which a worker may take the task.
        var dueAt = Date.distantPast
        /// The number of claims in a row whose process did not end them.
        var deaths = 0
        var memory: PollMemory?
        var entries: [JournalEntry] = []
        var amounts: [CountedAttempt] = []

        /// Begins a reservation, or begins it again.
        mutating func lease(for seconds: Int, from start: Date) {
            until = start + Double(seconds)
            self.seconds = seconds
        }

        /// Ends a reservation after a time, if it does not end earlier.
        mutating func shorten(to seconds: Int, from start: Date) {
            guard let until, until > start + Double(seconds) else { return }
            lease(for: seconds, from: start)
        }

        mutating func endLease() { (owner, until) = (nil, nil) }

        func isLeased(at now: Date) -> Bool { until.map { $0 > now } ?? false }

        /// The task as a reader sees it: a submit whose lease has ended has an unknown outcome.
        func readTask(at now: Date) -> VideoTask {
            guard task.state == .submitting, !isLeased(at: now) else { return task }
            var task = task
            task.recover()
            return task
        }
    }

    /// A row of `video_purchase`: one sending of a request.
    struct Purchase {
        enum Outcome { case sending, accepted, refused, unknown }

        let task: VideoTask.ID
        let attempt: Int
        /// Above 0 for a sending that came from a spool beside another one of the same number.
        var copy = 0
        let endpoint: String
        var outcome = Outcome.sending
        var remoteID: String?
        /// Whether the answer came late, or from a spool.
        var isNoted = false
    }

    /// The row of `video_server`: which server the database was on, and what followed from a change of it.
    struct Server {
        var timeline = 1
        var waitsForStandby = true
        var changedAt: Date?
        var heldUntil: Date?
        var isSuspending = false
    }

    /// A row of `video_label`.
    struct Label {
        let text: String
        var task: VideoTask.ID
        /// The pruned task that had the label.
        var pruned: VideoTask?
    }

    /// A row of `video_remote`.
    struct Remote {
        let key: String
        var task: VideoTask.ID
        /// The end of a claim that its work has not confirmed.
        var until: Date?
    }

    /// A row of `video_grant`.
    struct GrantRow {
        let account: String
        let task: VideoTask.ID
        let model: String?
        let at: Date
    }

    /// A row of `video_waiting`.
    struct Waiting {
        let account: String
        let process: UInt64
        let model: String?
        let place: WaitingPlace
        let until: Date
    }

    var records: [Record] = []
    var purchases: [Purchase] = []
    var labels: [Label] = []
    var remotes: [Remote] = []
    var pruned: [PrunedTask] = []
    /// What pruned tasks count under a budget.
    var prunedAmounts: [CountedAttempt] = []
    var endpoints: [EndpointRecord] = []
    var grants: [GrantRow] = []
    var waiting: [Waiting] = []
    var server = Server()
    var lastNumber = 0
    /// The tasks in flight as a mutant counts them, by account.
    var counted: [String: Int] = [:]

    subscript(id: VideoTask.ID) -> Record? { records.first { $0.task.id == id } }

    func index(of id: VideoTask.ID) throws(VideoError) -> Int {
        guard let index = records.firstIndex(where: { $0.task.id == id }) else { throw VideoError.unknownTask(id) }
        return index
    }

    // MARK: - The providers' IDs

    /// Returns the task that has or had an ID.
    func owner(of key: RemoteIDKey) -> VideoTask.ID? {
        remotes.first { $0.key == key.digits && $0.until == nil }?.task
    }

    /// Claims an ID, unless another task has it.
    /// - Returns: the owner; nil if another task has a claim that is not confirmed.
    mutating func claim(_ key: RemoteIDKey, for task: VideoTask.ID, until: Date?, at now: Date) -> VideoTask.ID? {
        guard let index = remotes.firstIndex(where: { $0.key == key.digits }) else {
            remotes.append(Remote(key: key.digits, task: task, until: until))
            return task
        }
        guard let end = remotes[index].until else { return remotes[index].task }
        guard end < now || remotes[index].task == task else { return nil }
        (remotes[index].task, remotes[index].until) = (task, until)
        return task
    }

    /// Claims the IDs that tasks have and that the index lacks.
    mutating func keepRemotes(of tasks: [VideoTask], at now: Date) {
        for task in tasks {
            for key in task.remoteIDKeys {
                if let index = remotes.firstIndex(where: { $0.key == key.digits }) {
                    guard let end = remotes[index].until, end < now else { continue }
                    (remotes[index].task, remotes[index].until) = (task.id, nil)
                } else {
                    remotes.append(Remote(key: key.digits, task: task.id))
                }
            }
        }
    }

    // MARK: - Purchases

    /// Records the outcome of an attempt. An ID is never replaced by none.
    mutating func noteOutcome(
        _ outcome: Purchase.Outcome,
        _ remoteID: String?,
        of task: VideoTask.ID,
        attempt: Int
    ) {
        guard let index = purchases.firstIndex(where: { $0.task == task && $0.attempt == attempt }) else { return }
        purchases[index].outcome = outcome
        purchases[index].remoteID = remoteID ?? purchases[index].remoteID
    }

    /// Returns the sum of what was spent in the current period.
    func spent(per period: Budget.Period, at now: Date) -> Tally {
        let start = period.start(at: now)
        let counted = records.flatMap(\.amounts) + prunedAmounts
        let tallies = counted.filter { $0.sentAt >= start }.map(\.tally)
        return Tally(
            seconds: tallies.reduce(0) { $0 + $1.seconds },
            money: tallies.flatMap { $0.money.sorted { $0.key < $1.key }.map { Money($0.value, $0.key) } }
        )
    }
}
