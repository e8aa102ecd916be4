/// The tasks that a caller follows, with their pollers and the work in progress.
struct Following {
    /// A change that the caller is told about.
    typealias Change = (id: VideoTask.ID, result: Result<VideoTask, VideoError>)

    /// The result of a child task.
    enum Event: Sendable {
        /// A task is due.
        case alarm
        /// A poll ended. The poller is nil if the wait for the task is over.
        case polled(Int, TaskPoller?, Change?)
        /// The caller has handled a change.
        case told(Int?)

        var number: Int? {
            switch self {
            case .alarm: nil
            case .polled(let number, _, _): number
            case .told(let number): number
            }
        }
    }

    private static let maximumPolls = 64

    /// The tasks that cannot be waited for, and the reasons.
    private(set) var refused: [Change] = []
    private var pollers: [TaskPoller?] = []
    private var queue: DueQueue
    private var pollsInProgress = 0
    /// The number of changes that the caller is handling.
    private var callsInProgress = 0
    private var alarm: Double?

    init(_ ids: [VideoTask.ID], client: VideoClient, until end: Double) async {
        queue = DueQueue(capacity: ids.count)
        pollers.reserveCapacity(ids.count)
        for id in ids {
            do {
                let poller = try await client.poller(of: try await client.journal.syncedTask(id), until: end)
                guard !poller.isOver else { continue }
                queue.insert(pollers.count, due: poller.due)
                pollers.append(poller)
            } catch let error as VideoError {
                refused.append((id, .failure(error)))
            } catch {}
        }
        callsInProgress = refused.count
    }

    /// Whether no task is waited for and the caller has handled every change.
    var isOver: Bool { queue.firstDue == nil && pollsInProgress == 0 && callsInProgress == 0 }

    /// Returns the next task to poll now, or nil if none is due or the maximum number of polls is in progress.
    mutating func nextPoll(at now: Double) -> (Int, TaskPoller)? {
        guard pollsInProgress < Self.maximumPolls, let number = queue.removeFirst(dueAt: now),
            let poller = pollers[number]
        else { return nil }
        pollers[number] = nil
        pollsInProgress += 1
        return (number, poller)
    }

    /// The time of the next alarm; nil if an earlier one is already set.
    var nextAlarm: Double? {
        mutating get {
            guard pollsInProgress < Self.maximumPolls, let due = queue.firstDue, due < alarm ?? .infinity else {
                return nil
            }
            alarm = due
            return due
        }
    }

    /// Handles the result of a child task.
    /// - Returns: the change to tell the caller about.
    mutating func handle(_ event: Event) -> Change? {
        switch event {
        case .alarm: alarm = nil
        case .polled(let number, let poller, let change):
            pollsInProgress -= 1
            pollers[number] = poller
            guard let change else {
                resume(number)
                break
            }
            callsInProgress += 1
            return change
        case .told(let number):
            callsInProgress -= 1
            if let number { resume(number) }
        }
        return nil
    }

    private mutating func resume(_ number: Int) {
        guard let poller = pollers[number], !poller.isOver else { return pollers[number] = nil }
        queue.insert(number, due: poller.due)
    }
}
