import VideoGeneration

/// The next step for each row of a batch, from the journal alone.
struct BatchPlan: Sendable {
    /// The next step for a row.
    enum Step: Sendable {
        /// The video is stored. Nothing is done.
        case stored(VideoTask)
        /// The provider has the task. It is waited for and downloaded, and nothing is bought.
        case resume(VideoTask)
        /// The request is sent. The task is that of an earlier attempt that bought nothing; nil if there was none.
        case send(after: VideoTask?)
        /// The task may have been bought. Nothing is sent.
        case unknown(VideoTask)
        /// The provider accepted the task and did not make the video. Another one would be another purchase.
        case failed(VideoTask)
        /// The row cannot be sent now.
        case refused(VideoTask?, VideoError)
    }

    /// The rows that are ready.
    let items: [BatchItem]
    /// The step of each row.
    private(set) var steps: [Step]

    /// Decides the steps.
    /// - Parameters:
    ///   - tasks: all tasks of the journal.
    ///   - find: returns the task with a label that is not among `tasks`, such as a pruned one.
    ///   - check: throws if the video cannot be stored at a path.
    init(
        _ items: [BatchItem],
        tasks: [VideoTask],
        find: (String) async throws -> VideoTask? = { _ in nil },
        check: (String) throws -> Void
    ) async throws {
        self.items = items
        var labeled: [String: VideoTask] = [:]
        var places: [String: VideoTask] = [:]
        for task in tasks {
            if let label = task.label { labeled[label] = task }
            if task.holdsPlace, let place = task.destination { places[place] = task }
        }
        steps = []
        steps.reserveCapacity(items.count)
        for item in items {
            var task = labeled[item.row.label]
            if task == nil { task = try await find(item.row.label) }
            var step = Self.step(item, task)
            if case .send = step {
                do {
                    if let other = places[item.path], other.id != task?.id { throw Self.taken(item.path, by: other) }
                    try check(item.path)
                } catch let error as VideoError {
                    step = .refused(task, error)
                }
            }
            steps.append(step)
        }
    }

    /// Returns the step of a row from the task with its label.
    static func step(_ item: BatchItem, _ task: VideoTask?) -> Step {
        guard let task else { return .send(after: nil) }
        if task.state == .outcomeUnknown { return .unknown(task) }
        guard !item.differs(from: task) else { return .refused(task, changed(item.row.label, task)) }
        switch task.state {
        case .stored: return .stored(task)
        case .queued, .running, .succeeded: return .resume(task)
        case .submitting: return .refused(task, busy(task))
        case .outcomeUnknown: return .unknown(task)
        case .intent: return .send(after: task)
        case .failed, .cancelled, .expired:
            return task.boughtNothing ? .send(after: task) : .failed(task)
        }
    }

    /// The indices of the rows with work: those at a provider first, then those to send by priority.
    var order: [Int] {
        let resumed = steps.indices.filter { if case .resume = steps[$0] { true } else { false } }
        let sent = steps.indices.filter { if case .send = steps[$0] { true } else { false } }
        // The sort is stable, so rows of one priority keep the order of the file.
        return resumed + sent.sorted { items[$0].row.priority > items[$1].row.priority }
    }

    // MARK: - Errors

    private static func taken(_ path: String, by task: VideoTask) -> VideoError {
        .usage(
            "\(task.id) is \(task.state), and its video will be saved to \(path).",
            "Nothing was sent. Give the row another output."
        )
    }

    private static func changed(_ label: String, _ task: VideoTask) -> VideoError {
        VideoError(
            .labelInUse,
            "The label \(label.shown) is that of \(task.id), which has another request.",
            advice: "Nothing was sent. Give the changed row another label.",
            purchase: task.purchase
        )
    }

    private static func busy(_ task: VideoTask) -> VideoError {
        VideoError(
            .busy,
            "\(task.id) is being submitted by another process.",
            advice: "Nothing was sent for this row. Run the batch again later.",
            purchase: .unknown
        )
    }
}

extension BatchPlan {
    /// The number of rows for each kind of step.
    struct Counts: Sendable, Equatable {
        var stored = 0
        var resumed = 0
        var new = 0
        var again = 0
        var unknown = 0
        var failed = 0
        var refused = 0

        /// The counts as a sentence without the kinds that do not occur.
        var sentence: String {
            let parts = [
                (stored, "stored already"), (resumed, "to resume"), (new, "to send"),
                (again, "refused before and sent again"), (unknown, "with an unknown outcome, not sent again"),
                (failed, "failed after the purchase, not sent again"), (refused, "not sent"),
            ]
            let rows = (stored + resumed + new + again + unknown + failed + refused).counted("row")
            return rows + ": " + parts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: ", ") + "."
        }
    }

    /// The number of rows for each kind of step.
    var counts: Counts {
        steps.reduce(into: Counts()) { counts, step in
            switch step {
            case .stored: counts.stored += 1
            case .resume: counts.resumed += 1
            case .send(let task): if task?.failure == nil { counts.new += 1 } else { counts.again += 1 }
            case .unknown: counts.unknown += 1
            case .failed: counts.failed += 1
            case .refused: counts.refused += 1
            }
        }
    }
}
