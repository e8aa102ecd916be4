/// The result of a run of ``ProviderConformance``.
public struct ConformanceReport: Error, Sendable {
    /// A promise that the provider broke.
    public struct Failure: Sendable, Hashable, CustomStringConvertible {
        /// The check that found the failure.
        public let check: ConformanceCheck
        /// The behavior that every provider promises.
        public let promised: String
        /// The behavior of the provider under test.
        public let seen: String

        /// The promise and the observed behavior, in two lines.
        public var description: String { "\(check): promised: \(promised)\n    seen: \(seen)" }
    }

    /// The checks that ran, in order.
    public private(set) var checks: [ConformanceCheck] = []
    /// The number of expectations that were evaluated.
    public private(set) var expectations = 0
    /// The failures, in the order in which they were found.
    public private(set) var failures: [Failure] = []

    /// The checks with at least one failure.
    public var failedChecks: Set<ConformanceCheck> { Set(failures.map(\.check)) }

    mutating func add(_ check: ConformanceCheck, _ ledger: ConformanceLedger) {
        checks.append(check)
        expectations += ledger.count
        failures += ledger.failures.map { Failure(check: check, promised: $0.promised, seen: $0.seen) }
    }
}

extension ConformanceReport: CustomStringConvertible {
    /// One entry for each failure, or a single line if every check passed.
    public var description: String {
        failures.isEmpty
            ? "All \(checks.count) checks passed (\(expectations) expectations)."
            : "\(failures.count) expectations failed:\n" + failures.map { "  \($0)" }.joined(separator: "\n")
    }
}
