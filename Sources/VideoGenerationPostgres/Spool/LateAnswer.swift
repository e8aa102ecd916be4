import VideoGeneration
import VideoPlatform

/// The outcome of a request whose task has gone on without it, or whose record the database has lost.
struct LateAnswer {
    enum Outcome {
        /// The provider accepted the request.
        case accepted
        /// It is proven that the provider did not accept the request.
        case refused
        /// The request may have been sent, and nothing else is known.
        case unknown
    }

    let task: VideoTask.ID
    let attempt: Int
    let provider: String
    let endpoint: String
    let sentAt: Date
    let outcome: Outcome
    /// The entry that the outcome would have had in time.
    let header: JournalEntry.Header
    /// The changing part of the task as it was sent.
    let sent: VideoTask.MutableFields
    /// The change that the outcome makes to the task as it was sent.
    let change: (inout VideoTask) -> Void

    /// Creates the answer to a request of this process.
    init(_ header: JournalEntry.Header, to sent: VideoTask, attempt: Int, _ change: @escaping (inout VideoTask) -> Void)
    {
        var answered = sent
        change(&answered)
        task = sent.id
        self.attempt = attempt
        provider = sent.provider.id
        endpoint = sent.provider.endpoint.plainAddress
        sentAt = sent.submittedAt ?? sent.updatedAt
        outcome = answered.remote != nil ? .accepted : answered.state == .outcomeUnknown ? .unknown : .refused
        self.header = header
        self.sent = sent.mutableFields
        self.change = change
    }

    /// Creates the answer that a spool has kept.
    init(_ entry: SpoolEntry) {
        task = entry.task
        attempt = entry.attempt
        provider = entry.provider
        endpoint = entry.endpoint
        sentAt = entry.sentAt
        sent = entry.standing
        let standing = entry.standing
        guard entry.remoteID != nil else {
            outcome = .unknown
            header = .init(.outcomeUnknown, note: "The process ended before it recorded the outcome.")
            change = { $0.recover() }
            return
        }
        outcome = .accepted
        header = .init(.accepted, note: "The ID was in the spool of the process that sent the request.")
        change = { task in
            var answered = task
            answered.mutableFields = standing
            guard let remote = answered.remote else { return }
            task.merge(TaskSnapshot(remote, answered.state == .succeeded ? .succeeded : .queued))
            task.isProvisional = answered.isProvisional
        }
    }

    /// Makes a task that waits the one that was sent.
    func send(_ task: inout VideoTask) {
        let (suspension, boughtTwice) = (task.suspension, task.boughtTwice)
        task.mutableFields = sent
        (task.suspension, task.boughtTwice) = (suspension, boughtTwice)
        task.state = .submitting
        task.remote = nil
        task.failure = nil
    }

    /// The provider's reference to the task, as far as the outcome has one.
    func remote(of task: VideoTask) -> RemoteTask? {
        var answered = task
        send(&answered)
        change(&answered)
        return answered.remote
    }
}
