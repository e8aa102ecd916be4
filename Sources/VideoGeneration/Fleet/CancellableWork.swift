/// Work on a task that can be ended.
final class CancellableWork: Sendable {
    private let signal = Signal()

    func cancel() { signal.set() }

    /// Runs work, which is cancelled if ``cancel()`` is called, and waits for its end.
    /// - Parameter fallback: the result of work that has none.
    func run(else fallback: ClaimResult, _ work: @escaping @Sendable () async -> ClaimResult) async -> ClaimResult {
        await withTaskGroup(of: ClaimResult?.self) { group in
            group.addTask { await work() }
            group.addTask { [signal] in
                await signal.wait()
                return nil
            }
            var result: ClaimResult?
            // The first one to end ends the other one.
            while let next = await group.next() {
                result = result ?? next
                group.cancelAll()
            }
            return result ?? fallback
        }
    }
}
