/// The tasks that a caller follows, with their pollers and the work in progress.
struct Following {
    /// A change to report to the caller.
    typealias Change = (id: VideoTask.ID, result: Result<VideoTask, VideoError>)

    /// The result of a child task.
    enum Event: Sendable {
        /// A task is due.
        case alarm
        /// A poll ended. The poller is nil if the wait for the task is over.
        case polled(Int, TaskPoller?, Change?)
        /// The caller has handled a change. The number is nil for the last change of a task.
        case handled(Int?)

        var number: Int? {
            switch self {
            case .alarm: nil
            case .polled(let number, _, _): number
            case .handled(let number): number
            }
        }
    }

    private static let maximumPolls = 64

    /// Last changes that are not reported to the caller yet. They include the tasks that were over at the start.
    private var endings: ArraySlice<Change> = []
    /// The number of last changes that the caller is handling.
    private var endingsInProgress = 0
    private let maximumEndings: Int
    private var pollers: [TaskPoller?] = []
    private var queue: DueQueue
    private var pollsInProgress = 0
    /// The number of changes that the caller is handling.
    private var callsInProgress = 0
    private var alarm: Double?

    init(_ ids: [VideoTask.ID], client: VideoClient, until end: Double, endingsAtOnce: Int = .max) async {
        maximumEndings = max(endingsAtOnce, 1)
        queue = DueQueue(capacity: ids.count)
        pollers.reserveCapacity(ids.count)
        for id in ids {
            do {
                let task = try await client.journal.syncedTask(id)
                let poller = try await client.poller(of: task, until: end)
                guard !poller.isOver else {
                    endings.append((id, .success(task)))
                    continue
                }
                queue.insert(pollers.count, due: poller.due)
                pollers.append(poller)
            } catch let error as VideoError {
                endings.append((id, .failure(error)))
            } catch {}
        }
    }

    /// Returns the last change of a task to report next, or nil if there is none, or if the caller is handling as many
    /// as allowed.
    mutating func nextEnding() -> Change? {
        guard endingsInProgress < maximumEndings, let ending = endings.popFirst() else { return nil }
        endingsInProgress += 1
        return ending
    }

    /// Whether no task is waited for and the caller has handled every change.
    var isOver: Bool {
        queue.firstDue == nil && pollsInProgress + callsInProgress + endingsInProgress + endings.count == 0
    }

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
    /// - Returns: the change to report to the caller.
    mutating func handle(_ event: Event) -> Change? {
        switch event {
        case .alarm: alarm = nil
        case .polled(let number, let poller, let change):
            pollsInProgress -= 1
            if let change, poller?.isOver ?? true {
                endings.append(change)
                break
            }
            pollers[number] = poller
            guard let change else {
                resume(number)
                break
            }
            callsInProgress += 1
            return change
        case .handled(nil): endingsInProgress -= 1
        case .handled(let number?):
            callsInProgress -= 1
            resume(number)
        }
        return nil
    }

    private mutating func resume(_ number: Int) {
        guard let poller = pollers[number], !poller.isOver else { return pollers[number] = nil }
        queue.insert(number, due: poller.due)
    }
}
