import Synchronization
import VideoGeneration

/// The state of every row while a batch runs.
final class BatchBoard: Sendable {
    private let state: Mutex<State>

    private struct State {
        let items: [BatchItem]
        var outcomes: [BatchOutcome]
        var downloads: [Int: DownloadProgress] = [:]
        /// The rows in progress, in the order in which they began.
        var active: [Int] = []
        /// The problems that the rows in progress wait for.
        var troubles: [Int: String] = [:]
        /// The newest events, the last one newest.
        var events: [String] = []
        var isChanged = false
        /// The number of rows that ended in this run.
        var ended = 0
    }

    /// The number of events that are kept.
    private static let keptEvents = 5

    init(_ plan: BatchPlan, code: (BatchPlan.Step) -> ExitCode) {
        let outcomes = plan.steps.map { step -> BatchOutcome in
            switch step {
            case .stored(let task): BatchOutcome(task, nil, .done)
            case .resume(let task): BatchOutcome(waiting: task)
            case .send(let task): BatchOutcome(waiting: task)
            case .unknown(let task), .failed(let task): BatchOutcome(task, task.failure, code(step))
            case .refused(let task, let error): BatchOutcome(task, error, code(step))
            }
        }
        state = Mutex(State(items: plan.items, outcomes: outcomes))
    }

    // MARK: - Changes

    /// Records that a row is in progress.
    func begin(_ index: Int) {
        state.withLock { state in
            state.outcomes[index].phase = .active
            state.active.append(index)
        }
    }

    /// Records progress of a row.
    func observe(_ progress: VideoProgress, of index: Int) {
        state.withLock { state in
            state.troubles[index] = nil
            switch progress {
            case .task(let task):
                state.outcomes[index].task = task
                if task.state != .succeeded { state.downloads[index] = nil }
                state.isChanged = true
            case .download(let task, let download):
                state.outcomes[index].task = task
                state.downloads[index] = download
            case .waiting(let task, let error, let delay):
                state.outcomes[index].task = task
                let time = delay < .seconds(1) ? "now" : "in \(Format.elapsed(delay))"
                state.troubles[index] = "\(error.message.asSentence) Retrying \(time)."
            case .uploading, .warning: break
            }
        }
    }

    /// Records the end of a row.
    /// - Returns: the number of rows that have ended in this run.
    func end(_ index: Int, _ outcome: BatchOutcome, event: String) -> Int {
        state.withLock { state in
            state.ended += 1
            state.outcomes[index] = outcome
            state.active.removeAll { $0 == index }
            state.downloads[index] = nil
            state.troubles[index] = nil
            state.events = (state.events + [event]).suffix(Self.keptEvents)
            state.isChanged = true
            return state.ended
        }
    }

    /// Ends rows without an event, because one reason applies to all of them.
    func stop(_ indices: [Int], _ error: VideoError, _ code: ExitCode) {
        state.withLock { state in
            state.ended += indices.count
            for index in indices { state.outcomes[index] = BatchOutcome(state.outcomes[index].task, error, code) }
            state.isChanged = true
        }
    }

    // MARK: - Reading

    /// Returns whether an outcome changed since the last call.
    func takeChange() -> Bool {
        state.withLock { state in
            defer { state.isChanged = false }
            return state.isChanged
        }
    }

    /// The task of a row as it was last seen.
    func task(_ index: Int) -> VideoTask? { state.withLock { $0.outcomes[index].task } }

    /// The outcomes of all rows, in the order of the file.
    var outcomes: [BatchOutcome] { state.withLock { $0.outcomes } }

    /// The rows with their outcomes, for the results file.
    var lines: [(BatchRow, BatchOutcome)] {
        state.withLock { state in zip(state.items, state.outcomes).map { ($0.row, $1) } }
    }

    /// A moment of the batch, for the screen.
    struct Summary: Sendable {
        var counts: [BatchOutcome.Phase: Int] = [:]
        /// The charges and, for tasks without one, the estimates of the tasks that were accepted.
        var spent = BatchMoney()
        /// Whether `spent` contains estimates.
        var hasEstimates = false
        /// The estimates of the rows that wait.
        var coming = BatchMoney()
        /// The rows in progress, with their labels.
        var active: [(label: String, display: TaskDisplay?, target: String)] = []
        var events: [String] = []

        func count(_ phase: BatchOutcome.Phase) -> Int { counts[phase] ?? 0 }
    }

    /// Returns the moment.
    /// - Parameter shown: the largest number of rows in progress to return.
    func summary(shown: Int = 0) -> Summary {
        state.withLock { state in
            var summary = Summary(events: state.events)
            for (item, outcome) in zip(state.items, state.outcomes) {
                summary.counts[outcome.phase, default: 0] += 1
                if let task = outcome.task, task.purchase != .none, outcome.error?.code != .labelInUse {
                    summary.spent.add(task.charge?.money ?? task.cost)
                    if task.charge?.money == nil, task.cost != nil { summary.hasEstimates = true }
                } else if outcome.phase == .waiting || outcome.phase == .active {
                    summary.coming.add(item.estimate)
                }
            }
            summary.active = state.active.prefix(shown).map { index in
                var display = state.outcomes[index].task.map { TaskDisplay(task: $0) }
                display?.download = state.downloads[index]
                display?.trouble = state.troubles[index]
                return (state.items[index].row.label, display, state.items[index].target.name)
            }
            return summary
        }
    }
}
