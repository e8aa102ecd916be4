// A plain `swift build` builds this as well, and not every toolchain has Testing for what is no test.
#if canImport(Testing)
package import Testing

/// Runs a test on a thread of its own. Hundreds of tests share the few threads of the concurrency pool, and a
/// test that watches another process, which does not wait for it, would look too late.
package struct OwnThread: SuiteTrait, TestTrait, TestScoping {
    package let isRecursive = true

    package func provideScope(
        for test: Test,
        testCase: Test.Case?,
        performing function: @Sendable () async throws -> Void
    ) async throws {
        guard testCase != nil else { return try await function() }
        try await withTaskExecutorPreference(QueueExecutor(), operation: function)
    }
}

extension Trait where Self == OwnThread {
    /// Runs each test on a thread of its own.
    package static var ownThread: OwnThread { OwnThread() }
}
#endif
