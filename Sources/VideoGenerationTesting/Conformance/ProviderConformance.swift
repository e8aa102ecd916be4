public import VideoGeneration

/// Says whether a provider keeps the promises that `VideoClient` builds on: the suite that every adapter
/// runs.
///
/// It takes any `VideoGenerating` through the life of a task without a network: accepted, refused, no
/// answer, every status word, success, failure, lost links, cancellation at every await. The adapter's
/// author gives one sample answer for each situation, copied from the provider's documents; see
/// ``ConformanceScript``. A finding says what was promised and what was seen.
///
/// ```swift
/// @Test("Acme keeps the promises") func conformance() async throws {
///     try await ProviderConformance(dialect: AcmeDialect(), script: .acme).run()
/// }
/// ```
///
/// Nothing here needs a testing framework: a run that finds something throws its ``ConformanceReport``.
public struct ProviderConformance: Sendable {
    /// Makes the provider under test at an address, on the suite's transport, with the suite's key.
    public typealias MakeProvider =
        @Sendable (_ endpoint: Endpoint, _ key: Secret) throws -> any VideoGenerating

    private let makeProvider: MakeProvider
    private let script: ConformanceScript
    private let simulatorPath: String?

    /// Takes any provider.
    /// - Parameters:
    ///   - provider: called once for each check and more; it must send everything through the transport that
    ///     it is given, and use the key.
    ///   - script: what the provider answers.
    ///   - simulator: the path below which `VideoSimulator` speaks the provider's wire format, such as `/v1`;
    ///     nil where it does not, which leaves out the check ``ConformanceCheck/simulator``.
    public init(provider: @escaping MakeProvider, script: ConformanceScript, simulator: String? = nil) {
        makeProvider = provider
        self.script = script
        simulatorPath = simulator
    }

    /// Takes a dialect.
    public init(dialect: any VideoDialect, script: ConformanceScript, simulator: String? = nil) {
        self.init(
            provider: {
                DialectProvider(id: "conformance", dialect: dialect, endpoint: $0, key: $1)
            },
            script: script,
            simulator: simulator
        )
    }

    /// Runs every check.
    /// - Throws: ``ConformanceReport`` where a promise was not kept.
    public func run() async throws {
        let report = await report()
        if !report.failures.isEmpty { throw report }
    }

    /// Runs checks and tells what was found.
    public func report(_ checks: [ConformanceCheck] = ConformanceCheck.allCases) async -> ConformanceReport {
        var report = ConformanceReport()
        for check in checks where check != .simulator || simulatorPath != nil {
            let ledger = ConformanceLedger()
            let bench = ConformanceBench(
                script: script,
                makeProvider: makeProvider,
                simulatorPath: simulatorPath ?? "",
                ledger: ledger
            )
            do {
                try await bench.perform(check)
            } catch {
                ledger.add(false, "the check can be made", seen: "\(error)")
            }
            if ledger.count == 0 { ledger.add(false, "something is checked", seen: "nothing was") }
            report.add(check, ledger)
        }
        return report
    }
}
