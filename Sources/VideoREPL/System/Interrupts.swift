import Dispatch
import Synchronization
import VideoPlatform

/// Delivers Ctrl-C, SIGTERM and SIGHUP as values that the caller of a command can wait for.
///
/// A second signal ends the process at once. Nothing is lost, because every step is in the journal before it takes
/// effect. The outcome of a task that is being submitted at that moment is unknown.
final class Interrupts: Sendable {
    private struct State {
        var waiters: [Int: AsyncStream<Int32>.Continuation] = [:]
        var next = 0
        /// The action of Ctrl-C while no command runs.
        var idle: (@Sendable () -> Void)?
        /// The cleanup before the process ends at once.
        var leaving: (@Sendable () -> Void)?
        /// Informs the user about a signal that stops a command, and about the last one, which ends the process.
        var notice: (@Sendable (_ isLast: Bool) async -> Void)?
        /// The number of signals since the first waiting command began.
        var pending = 0
    }

    private let state = Mutex(State())

    /// Handles the signals for the whole process, and makes a write to a closed pipe an error.
    func install() {
        signal(SIGPIPE, SIG_IGN)
        for number in [SIGINT, SIGTERM, SIGHUP] {
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            // The handler keeps its source alive for the lifetime of the process.
            source.setEventHandler {
                self.receive(number)
                _ = source
            }
            source.activate()
        }
    }

    /// Sets the action of Ctrl-C while no command runs. Without one, Ctrl-C ends the process.
    func whenIdle(_ body: @escaping @Sendable () -> Void) { state.withLock { $0.idle = body } }

    /// Sets the cleanup before the process ends at once.
    func whenLeaving(_ body: @escaping @Sendable () -> Void) { state.withLock { $0.leaving = body } }

    /// Sets the function that informs the user at a signal about the tasks that are being submitted.
    func whenInterrupted(_ body: @escaping @Sendable (_ isLast: Bool) async -> Void) {
        state.withLock { $0.notice = body }
    }

    /// Calls a function at each signal of a kind that ends nothing, such as a change of the window's size.
    func observe(_ number: Int32, _ body: @escaping @Sendable () -> Void) {
        let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
        source.setEventHandler {
            body()
            _ = source
        }
        source.activate()
    }

    private func receive(_ number: Int32) {
        let now = state.withLock { state in
            if !state.waiters.isEmpty { state.pending += 1 }
            return state
        }
        if now.waiters.isEmpty, number == SIGINT, let idle = now.idle { return idle() }
        let isLast = now.pending > 1 || now.waiters.isEmpty
        // In another task, so that a disk, a database or a terminal that hangs cannot prevent the exit.
        let informed = DispatchSemaphore(value: 0)
        Task {
            await now.notice?(isLast)
            informed.signal()
        }
        if isLast {
            _ = informed.wait(timeout: .now() + .seconds(1))
            now.leaving?()
            _exit(ExitCode.interrupted.rawValue)
        }
        for waiter in now.waiters.values { waiter.yield(number) }
    }

    /// Returns a stream of the signals from now on, with the key that removes it.
    private func signals() -> (Int, AsyncStream<Int32>) {
        let (stream, continuation) = AsyncStream<Int32>.makeStream()
        let key = state.withLock { state in
            state.next += 1
            state.waiters[state.next] = continuation
            return state.next
        }
        return (key, stream)
    }

    /// Runs work that a signal cancels.
    /// - Throws: the error of the work, or `CancellationError` if it was cancelled.
    func cancelling<Result: Sendable>(_ work: @escaping @Sendable () async throws -> Result) async throws -> Result {
        let (key, stream) = signals()
        defer {
            state.withLock { state in
                state.waiters[key] = nil
                state.pending = 0
            }
        }
        return try await withThrowingTaskGroup(of: Result?.self) { group in
            group.addTask { try await work() }
            group.addTask {
                for await _ in stream { return nil }
                return nil
            }
            while let result = try await group.next() {
                group.cancelAll()
                if let result { return result }
            }
            throw CancellationError()
        }
    }
}
