/// Who is waited for, and what is under way.
struct Following {
    /// What the caller is told.
    typealias Change = (id: VideoTask.ID, result: Result<VideoTask, VideoError>)

    /// What a child task came back with.
    enum Event: Sendable {
        /// Somebody is due.
        case alarm
        /// A poll; without a watch where waiting is over.
        case polled(Int, TaskPoller?, Change?)
        /// The caller took note of a change; nil for the last change of a task.
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

    /// Last changes that the caller has not been told yet. They include the tasks that were over at the start.
    private var endings: ArraySlice<Change> = []
    /// The last changes that the caller is being told.
    private var endingTellings = 0
    private let maximumEndings: Int
    private var watches: [TaskPoller?] = []
    private var queue: DueQueue
    private var polls = 0
    /// Changes that the caller is told of at the moment.
    private var tellings = 0
    private var alarm: Double?

    init(_ ids: [VideoTask.ID], client: VideoClient, until end: Double, endingsAtOnce: Int = .max) async {
        maximumEndings = max(endingsAtOnce, 1)
        queue = DueQueue(capacity: ids.count)
        watches.reserveCapacity(ids.count)
        for id in ids {
            do {
                let task = try await client.known(id)
                let watch = try TaskPoller(task, client, until: end)
                guard !watch.isOver else {
                    endings.append((id, .success(task)))
                    continue
                }
                queue.insert(watches.count, due: watch.due)
                watches.append(watch)
            } catch let error as VideoError {
                endings.append((id, .failure(error)))
            } catch {}
        }
    }

    /// Returns the last change of a task that the caller is to be told next, or nil if there is none, or if as many as
    /// allowed are being told.
    mutating func nextEnding() -> Change? {
        guard endingTellings < maximumEndings, let ending = endings.popFirst() else { return nil }
        endingTellings += 1
        return ending
    }

    /// Whether nobody is waited for any more, and everything was told.
    var isOver: Bool { queue.firstDue == nil && polls == 0 && tellings + endingTellings + endings.count == 0 }

    /// The next task to ask about now; nil where none is due, or enough are being asked about.
    mutating func nextPoll(at now: Double) -> (Int, TaskPoller)? {
        guard polls < Self.maximumPolls, let number = queue.removeFirst(dueAt: now),
            let watch = watches[number]
        else { return nil }
        watches[number] = nil
        polls += 1
        return (number, watch)
    }

    /// When to be woken, where nobody will be before.
    var nextAlarm: Double? {
        mutating get {
            guard polls < Self.maximumPolls, let due = queue.firstDue, due < alarm ?? .infinity else { return nil }
            alarm = due
            return due
        }
    }

    /// Takes note of what a child task came back with.
    /// - Returns: what the caller is to be told.
    mutating func take(_ event: Event) -> Change? {
        switch event {
        case .alarm: alarm = nil
        case .polled(let number, let watch, let change):
            polls -= 1
            if let change, watch?.isOver ?? true {
                endings.append(change)
                break
            }
            watches[number] = watch
            guard let change else {
                resume(number)
                break
            }
            tellings += 1
            return change
        case .told(nil): endingTellings -= 1
        case .told(let number?):
            tellings -= 1
            resume(number)
        }
        return nil
    }

    private mutating func resume(_ number: Int) {
        guard let watch = watches[number], !watch.isOver else { return watches[number] = nil }
        queue.insert(number, due: watch.due)
    }
}
