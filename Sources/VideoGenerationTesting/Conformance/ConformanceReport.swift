/// What a run of ``ProviderConformance`` found.
public struct ConformanceReport: Error, Sendable {
    /// A promise that was not kept.
    public struct Failure: Sendable, Hashable, CustomStringConvertible {
        /// Which check found it.
        public let check: ConformanceCheck
        /// What a provider promises.
        public let promised: String
        /// What this one did.
        public let seen: String

        /// Promise and finding in one paragraph.
        public var description: String { "\(check): promised: \(promised)\n    seen: \(seen)" }
    }

    /// The checks that were made, in order.
    public private(set) var checks: [ConformanceCheck] = []
    /// How many single expectations were looked at.
    public private(set) var expectations = 0
    /// What was not kept, in the order in which it was found.
    public private(set) var failures: [Failure] = []

    /// The checks that found something.
    public var failedChecks: Set<ConformanceCheck> { Set(failures.map(\.check)) }

    mutating func add(_ check: ConformanceCheck, _ ledger: ConformanceLedger) {
        checks.append(check)
        expectations += ledger.count
        failures += ledger.failures.map { Failure(check: check, promised: $0.promised, seen: $0.seen) }
    }
}

extension ConformanceReport: CustomStringConvertible {
    /// A line for each failure, or one that says that there was none.
    public var description: String {
        failures.isEmpty
            ? "All \(checks.count) checks passed (\(expectations) expectations)."
            : "\(failures.count) promises were not kept:\n" + failures.map { "  \($0)" }.joined(separator: "\n")
    }
}
