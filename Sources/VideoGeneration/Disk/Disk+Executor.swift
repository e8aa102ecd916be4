extension Disk {
    /// The default implementation returns nil, so work runs on the caller's executor.
    package var executor: (any TaskExecutor)? { nil }

    /// Runs an operation on the threads that this disk can block. An operation that already runs there stays on its
    /// thread, because even a switch to the same executor wakes another thread.
    package func withDiskExecutor<Value, Failure: Error>(
        isolation: isolated (any Actor)? = #isolation,
        _ work: () async throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        let isThere = withUnsafeCurrentTask { $0?.unownedTaskExecutor == executor?.asUnownedTaskExecutor() }
        return isThere ? try await work() : try await withTaskExecutorPreference(executor, operation: work)
    }
}
