import Synchronization
import VideoPlatform

/// A submit, from the caller's request to the task that a provider accepted.
///
/// Each step runs in a task of its own, whose memory is freed at its end. Between two steps the call waits, with nothing
/// but its order and its place in the queue, so that many calls can wait.
final class SubmitCall: Sendable {
    /// The beginning of a submit: the task that answers it, or the run that sends one.
    enum Beginning: Sendable {
        case known(VideoTask)
        case run(SubmitRun)
    }

    private enum State {
        case begins(@Sendable () async throws(VideoError) -> Beginning)
        case runs(SubmitRun)
        case ended(Result<VideoTask, VideoError>)
    }

    private enum Step: Sendable {
        case done
        /// The call has to wait for its turn, at most for a time.
        case wait(SubmitQueue.Ticket.ID, Duration?)
    }

    private let client: VideoClient
    private let state: Mutex<State>

    /// - Parameter begin: creates or finds the task, on the threads of the journal's disk. What it holds, such as the bytes
    ///   of files, is freed before the call waits.
    init(_ client: VideoClient, _ begin: @escaping @Sendable () async throws(VideoError) -> Beginning) {
        self.client = client
        state = Mutex(.begins(begin))
    }

    // The frames of these functions take memory while the call waits, so that nothing large is inlined into them.

    /// Returns the task that answers the order.
    @inline(__always)
    func result() async throws(VideoError) -> VideoTask {
        await finish()
        return try outcome()
    }

    /// The end of a call that does not wait for a limit.
    enum Attempt: Sendable {
        case accepted(VideoTask)
        /// The task has to wait, at least for a time if it is known.
        case later(Duration?)
    }

    /// Goes on until the task is accepted, or would have to wait for more than the other tasks of this process.
    /// - Parameters:
    ///   - isOpen: whether the task may still be sent after it has waited for them.
    ///   - asked: called when the task has asked for its turn and has to wait.
    func attempt(while isOpen: @Sendable () -> Bool, asked: @Sendable () -> Void) async throws(VideoError) -> Attempt {
        while case .wait(let ticket, let limit) = await step(false) {
            asked()
            if limit == nil { try? await client.queue.wait(ticket, atMost: nil) }
            guard limit == nil, isOpen() else {
                leave()
                return .later(limit)
            }
        }
        return .accepted(try outcome())
    }

    private func leave() {
        guard case .runs(var run) = state.withLock({ $0 }) else { return }
        run.leaveQueue()
        run.release()
        _ = end(.failure(.stoppedBeforeSubmit))
    }

    @inline(never)
    private func finish() async {
        var isStopped = false
        while case .wait(let ticket, let limit) = await step(isStopped) {
            do { try await client.queue.wait(ticket, atMost: limit) } catch { isStopped = true }
        }
    }

    /// Runs a step in a task of its own. The memory of the caller's task would keep the size of its deepest call.
    /// - Parameter isStopped: whether the call cannot wait any more.
    @inline(never)
    private func step(_ isStopped: Bool) async -> Step {
        await withTaskGroup(of: Step.self) { group in
            group.addTask {
                await self.client.onJournalThreads { isStopped ? await self.giveUp() : await self.goOn() }
            }
            return await group.next() ?? .done
        }
    }

    @inline(never)
    private func outcome() throws(VideoError) -> VideoTask {
        let state = state.withLock { $0 }
        guard case .ended(let result) = state else { throw VideoError.stoppedBeforeSubmit }
        return try result.get()
    }

    /// Goes on until the task is accepted, cannot be sent, or has to wait.
    private func goOn() async -> Step {
        do throws(VideoError) {
            while true {
                guard var run = try await run() else { return .done }
                do throws(VideoError) {
                    switch try await run.next() {
                    case .accepted(let task): return end(.success(task))
                    case .wait(let ticket, let limit):
                        state.withLock { $0 = .runs(run) }
                        return .wait(ticket, limit)
                    }
                } catch {
                    guard await mayBeginAgain(run, error) else { throw error }
                    beginAgain(run.order, run.observe)
                }
            }
        } catch {
            return end(.failure(error))
        }
    }

    private func giveUp() async -> Step {
        guard case .runs(var run) = state.withLock({ $0 }) else { return .done }
        return end(.failure(await run.giveUp()))
    }

    /// Returns the run of the task; nil if the call has ended.
    private func run() async throws(VideoError) -> SubmitRun? {
        switch state.withLock({ $0 }) {
        case .ended: return nil
        case .runs(let run): return run
        case .begins(let begin):
            switch try await begin() {
            case .run(let run): return run
            case .known(let task):
                _ = end(.success(task))
                return nil
            }
        }
    }

    /// Returns whether the caller that created the task gave up and removed it, so that the label is free.
    private func mayBeginAgain(_ run: SubmitRun, _ error: VideoError) async -> Bool {
        guard run.order.label != nil, !run.isCreator, error.purchase == .none else { return false }
        do { return try await client.journal.task(run.id) == nil } catch { return false }
    }

    private func beginAgain(_ order: SubmitOrder, _ observe: VideoObserver?) {
        state.withLock { [client] state in
            state = .begins { () async throws(VideoError) in
                try await client.begin(order, client.load(order.request), observe)
            }
        }
    }

    private func end(_ result: Result<VideoTask, VideoError>) -> Step {
        state.withLock { $0 = .ended(result) }
        return .done
    }
}
