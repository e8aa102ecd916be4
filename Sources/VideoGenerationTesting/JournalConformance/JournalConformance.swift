package import VideoGeneration

/// The promises of a ``Journal``, as checks that every implementation has to pass.
///
/// ```swift
/// let violations = await JournalConformance { try TemporaryFolderStore() }.run()
/// #expect(violations.isEmpty)
/// ```
package struct JournalConformance: Sendable {
    /// A broken promise.
    package struct Violation: Sendable, CustomStringConvertible {
        /// The check that found it.
        package let check: JournalCheck
        /// The observed behavior.
        package let seen: String

        package var description: String { "\(check.promise): \(seen)" }
    }

    private let makeStore: @Sendable () async throws -> any JournalStore

    /// Creates the suite.
    /// - Parameter makeStore: creates an empty store for each check.
    package init(_ makeStore: @escaping @Sendable () async throws -> any JournalStore) {
        self.makeStore = makeStore
    }

    /// Runs checks, each on an empty store.
    /// - Returns: the broken promises; empty if all hold.
    package func run(_ checks: [JournalCheck] = JournalCheck.all) async -> [Violation] {
        var violations: [Violation] = []
        for check in checks {
            do {
                let bench = try JournalBench(store: try await makeStore())
                try await check.run(bench)
                violations += bench.problems.map { Violation(check: check, seen: $0) }
            } catch {
                violations.append(Violation(check: check, seen: "unexpected error: \(error)"))
            }
        }
        return violations
    }
}

/// A place in which journals under test keep their tasks, such as a folder or a database.
package protocol JournalStore: Sendable {
    /// Opens the journal as another process would.
    func open() async throws -> any Journal
    /// Ends the process that holds a log. It writes nothing more.
    func abandon(_ log: any TaskLog) async throws
}

extension JournalStore {
    /// The default implementation closes the log.
    package func abandon(_ log: any TaskLog) async throws { log.close() }
}

/// One promise of a journal.
package struct JournalCheck: Sendable {
    /// The promise in one sentence.
    package let promise: String
    let run: @Sendable (JournalBench) async throws -> Void

    init(_ promise: String, _ run: @escaping @Sendable (JournalBench) async throws -> Void) {
        self.promise = promise
        self.run = run
    }

    /// All checks.
    package static var all: [JournalCheck] {
        submitChecks + entryChecks + sharedChecks + remoteIDChecks + pruningChecks + labelChecks + grantChecks
    }
}
