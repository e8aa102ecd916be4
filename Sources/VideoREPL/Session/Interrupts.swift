import Dispatch
import Synchronization
import VideoPlatform

/// Ctrl-C, SIGTERM and SIGHUP, as values that a command's caller can wait for.
///
/// The second one ends the process at once: nothing is lost by that, because every step is in the journal
/// before it takes effect. A purchase that is under way then is one whose outcome nobody knows.
final class Interrupts: Sendable {
    private struct State {
        var waiters: [Int: AsyncStream<Int32>.Continuation] = [:]
        var next = 0
        /// What Ctrl-C does while no command runs.
        var idle: (@Sendable () -> Void)?
        /// What is put right before the process ends at once.
        var leaving: (@Sendable () -> Void)?
        /// What is said at a signal that stops a command, and at the one that ends the process.
        var notice: (@Sendable (_ isLast: Bool) -> Void)?
        /// Signals that nobody has answered yet.
        var pending = 0
    }

    private let state = Mutex(State())

    /// Takes the signals over for the whole process, and lets a write to a closed pipe be an error.
    func install() {
        signal(SIGPIPE, SIG_IGN)
        for number in [SIGINT, SIGTERM, SIGHUP] {
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            // The handler keeps its source alive, for as long as the process lives.
            source.setEventHandler {
                self.receive(number)
                _ = source
            }
            source.activate()
        }
    }

    /// Says what Ctrl-C does while no command runs; without it the process ends.
    func whenIdle(_ body: @escaping @Sendable () -> Void) { state.withLock { $0.idle = body } }

    /// Says what is put right before the process ends at once.
    func whenLeaving(_ body: @escaping @Sendable () -> Void) { state.withLock { $0.leaving = body } }

    /// Says what is told at a signal: that something is waited for, or what is left undone.
    func whenInterrupted(_ body: @escaping @Sendable (_ isLast: Bool) -> Void) { state.withLock { $0.notice = body } }

    /// Has something done at each signal of a kind that ends nothing, such as a window's new size.
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
        // Elsewhere: a disk or a terminal that hangs keeps nobody from stopping.
        let told = DispatchSemaphore(value: 0)
        DispatchQueue.global().async {
            now.notice?(isLast)
            told.signal()
        }
        if isLast {
            _ = told.wait(timeout: .now() + .seconds(1))
            now.leaving?()
            _exit(ExitCode.interrupted.rawValue)
        }
        for waiter in now.waiters.values { waiter.yield(number) }
    }

    /// The signals from now on.
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
    /// - Throws: what the work throws; a `CancellationError` where it was cancelled.
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
