extension Disk {
    /// Nil: work runs wherever the caller is.
    public var executor: (any TaskExecutor)? { nil }

    /// Does work that waits for this disk on the threads that it may block. Where it is on them already it stays: even
    /// from a thread to itself a change wakes up another one.
    func onThreads<Value>(
        isolation: isolated (any Actor)? = #isolation,
        _ work: () async throws -> Value
    ) async rethrows -> Value {
        let isThere = withUnsafeCurrentTask { $0?.unownedTaskExecutor == executor?.asUnownedTaskExecutor() }
        return isThere ? try await work() : try await withTaskExecutorPreference(executor, operation: work)
    }
}
