import Dispatch
import Synchronization

/// Limits the time for which the prompt waits for a journal. The work itself continues, and its value is dropped.
enum TimeLimit {
    /// Returns the value of the work, or nil if it takes longer.
    static func value<Value: Sendable>(
        within limit: Duration,
        _ work: @escaping @Sendable () async -> Value?
    ) async -> Value? {
        let (stream, values) = AsyncStream<Value?>.makeStream()
        let working = Task {
            values.yield(await work())
            values.finish()
        }
        let waiting = Task {
            try? await Task.sleep(for: limit)
            values.finish()
        }
        defer {
            working.cancel()
            waiting.cancel()
        }
        return await stream.first { _ in true } ?? nil
    }

    /// Blocks the thread until the work has ended. It must not be one of the threads of Swift concurrency.
    /// - Returns: the value of the work; nil if it takes longer.
    static func wait<Value: Sendable>(
        for limit: Duration,
        _ work: @escaping @Sendable () async -> Value
    ) -> Value? {
        let value = Box<Value>()
        let done = DispatchSemaphore(value: 0)
        let working = Task {
            let result = await work()
            value.content.withLock { $0 = result }
            done.signal()
        }
        _ = done.wait(timeout: .now() + .milliseconds(Int(limit / .milliseconds(1))))
        working.cancel()
        return value.content.withLock { $0 }
    }

    private final class Box<Value: Sendable>: Sendable {
        let content = Mutex<Value?>(nil)
    }
}
