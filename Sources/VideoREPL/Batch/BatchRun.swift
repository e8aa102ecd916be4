import Synchronization
import VideoGeneration

/// Runs the rows of a batch, a few at a time.
struct BatchRun: Sendable {
    let plan: BatchPlan
    let board: BatchBoard
    let reporter: BatchReporter
    let results: BatchResults
    let session: Session
    /// The client of the rows that are sent.
    let client: VideoClient
    /// The environment variable that the command line names for the key; nil if it names none.
    let keyVariable: String?
    let wait: Duration
    let concurrency: Int

    /// The policy for a batch. Nothing was bought by a request that was refused with HTTP 429, and a batch has time:
    /// with the delays of the policy, 30 attempts take about ten minutes, and not the few seconds after which a single
    /// command asks its user.
    static let retry = RetryPolicy(submitAttempts: 30)

    /// The rows that wait, and the reasons to send no more.
    private final class Queue: Sendable {
        struct State {
            var rest: ArraySlice<Int>
            /// The reason for all rows, such as a budget that is used up.
            var stop: VideoError?
            /// The reasons for the rows of one provider.
            var stopped: [String: VideoError] = [:]
        }

        let state: Mutex<State>
        init(_ order: [Int]) { state = Mutex(State(rest: order[...])) }
    }

    /// Runs the rows until all have ended or the caller is cancelled. The results file is complete afterwards.
    func run() async {
        let queue = Queue(plan.order)
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await keepShowing() }
            await runRows(queue)
            group.cancelAll()
        }
        reporter.endLive()
        await withTaskExecutorPreference(session.disk.executor) { results.finish(board.lines) }
    }

    /// Starts a row whenever another one has ended, so that a row that waits is no task of the group yet.
    private func runRows(_ queue: Queue) async {
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<concurrency {
                guard let index = next(queue) else { break }
                group.addTask { await runRow(index, queue) }
            }
            while await group.next() != nil {
                guard let index = next(queue) else { continue }
                group.addTask { await runRow(index, queue) }
            }
        }
    }

    /// Returns the next row to run. Rows that a reason stops end here.
    private func next(_ queue: Queue) -> Int? {
        guard !Task.isCancelled else { return nil }
        return queue.state.withLock { state in
            while let index = state.rest.popFirst() {
                guard case .send = plan.steps[index] else { return index }
                guard let error = state.stop ?? state.stopped[plan.items[index].target.name] else { return index }
                board.stop([index], error, ExitCode(error))
            }
            return nil
        }
    }

    private func runRow(_ index: Int, _ queue: Queue) async {
        board.begin(index)
        let outcome: BatchOutcome
        do {
            let task = try await finish(index) { [board] in board.observe($0, of: index) }
            outcome = BatchOutcome(task, nil, .done)
        } catch {
            let id = (error as? VideoError)?.localID ?? board.task(index)?.id
            let known = error as? CommandFailure
            let failure = if let known { known } else { await session.failure(error, id) }
            outcome = BatchOutcome(failure.task, failure.error, failure.code)
            noteStop(failure.error, index, queue)
        }
        reporter.end(index, plan.items[index], outcome)
    }

    private func finish(_ index: Int, _ observe: @escaping VideoObserver) async throws -> VideoTask {
        let item = plan.items[index]
        if case .resume(let task) = plan.steps[index] {
            var options = Invocation()
            if let keyVariable, keyVariable == task.provider.keyVariable { options.add(keyVariable, to: .keyEnv) }
            let client = try await session.reachableClient(for: task, options)
            return try await client.resume(
                task.id,
                to: task.destination == nil || item.row["output"] != nil ? item.path : nil,
                wait: .atMost(wait),
                observe: observe
            )
        }
        switch item.target {
        case .provider(let id):
            return try await client.generate(
                item.request,
                using: id,
                savingTo: item.path,
                label: item.row.label,
                priority: item.row.priority,
                wait: .atMost(wait),
                observe: observe
            )
        case .route(let route):
            return try await client.generate(
                item.request,
                using: route,
                savingTo: item.path,
                label: item.row.label,
                priority: item.row.priority,
                wait: .atMost(wait),
                observe: observe
            )
        }
    }

    /// Stops the rows that the reason for a failure applies to as well.
    private func noteStop(_ error: VideoError, _ index: Int, _ queue: Queue) {
        guard error.purchase == .none, case .send = plan.steps[index] else { return }
        var reason = error
        (reason.localID, reason.taskID) = (nil, nil)
        switch error.code {
        case .budgetExceeded:
            reason.message = "Not sent: the budget is used up. \(error.message)"
            queue.state.withLock { $0.stop = $0.stop ?? reason }
        // Every other row would get the same response.
        case .providerPaused, .authenticationFailed, .insufficientFunds:
            guard case .provider(let id) = plan.items[index].target else { return }
            reason.message = "Not sent: \(error.message)"
            queue.state.withLock { $0.stopped[id] = $0.stopped[id] ?? reason }
        default: break
        }
    }

    /// Redraws the screen and writes the results file until it is cancelled.
    private func keepShowing() async {
        while (try? await session.clock.sleep(for: .milliseconds(250))) != nil {
            reporter.tick()
            guard results.isDue, board.takeChange() else { continue }
            await withTaskExecutorPreference(session.disk.executor) { results.write(board.lines) }
        }
    }
}
