public import VideoGeneration

/// A test suite for adapters that checks the promises on which `VideoClient` depends.
///
/// It drives any `VideoGenerating` through the life of a task without a network: an accepted request, a refusal, a
/// missing response, every status word, success, failure, expired links, and cancellation at every suspension point.
/// The author of the adapter provides one sample response for each situation, copied from the provider's documentation;
/// see `ConformanceScript`. A failure states the promise and the observed behavior.
///
/// ```swift
/// @Test("Acme keeps the promises") func conformance() async throws {
///     try await ProviderConformance(dialect: AcmeDialect(), script: .acme).run()
/// }
/// ```
///
/// The suite does not need a testing framework. A run with failures throws its ``ConformanceReport``.
public struct ProviderConformance: Sendable {
    /// Creates the provider under test for an endpoint, with the suite's transport and the suite's key.
    public typealias MakeProvider =
        @Sendable (_ endpoint: Endpoint, _ key: Secret) throws -> any VideoGenerating

    private let makeProvider: MakeProvider
    private let script: ConformanceScript
    private let simulatorPath: String?
    private let dialect: (any VideoDialect)?

    /// Creates a suite for any provider.
    /// - Parameters:
    ///   - provider: creates the provider; called at least once for each check. The provider must send every request
    ///     through the given transport and use the given key.
    ///   - script: the provider's sample responses.
    ///   - dialect: the wire format of the provider. If nil, the check ``ConformanceCheck/loopback`` is skipped.
    ///   - simulator: the path at which `VideoSimulator` implements the provider's wire format, such as `/v1`. If nil,
    ///     the check ``ConformanceCheck/simulator`` is skipped.
    public init(
        provider: @escaping MakeProvider,
        script: ConformanceScript,
        dialect: (any VideoDialect)? = nil,
        simulator: String? = nil
    ) {
        makeProvider = provider
        self.dialect = dialect
        self.script = script
        simulatorPath = simulator
    }

    /// Creates a suite for a dialect, which runs in a `DialectProvider`.
    public init(dialect: any VideoDialect, script: ConformanceScript, simulator: String? = nil) {
        self.init(
            provider: {
                DialectProvider(id: "conformance", dialect: dialect, endpoint: $0, key: $1)
            },
            script: script,
            dialect: dialect,
            simulator: simulator
        )
    }

    /// Runs every check.
    /// - Throws: ``ConformanceReport`` if the provider broke a promise.
    public func run() async throws {
        let report = await report()
        if !report.failures.isEmpty { throw report }
    }

    /// Runs the given checks and returns their results, failures included.
    public func report(_ checks: [ConformanceCheck] = ConformanceCheck.allCases) async -> ConformanceReport {
        var report = ConformanceReport()
        for check in checks where canPerform(check) {
            let ledger = ConformanceLedger()
            let bench = ConformanceBench(
                script: script,
                makeProvider: makeProvider,
                simulatorPath: simulatorPath ?? "",
                dialect: dialect,
                ledger: ledger
            )
            do {
                try await bench.perform(check)
            } catch {
                ledger.add(false, "the check can run", seen: "\(error)")
            }
            if ledger.count == 0 { ledger.add(false, "an expectation is evaluated", seen: "none was") }
            report.add(check, ledger)
        }
        return report
    }

    private func canPerform(_ check: ConformanceCheck) -> Bool {
        switch check {
        case .simulator: simulatorPath != nil
        case .loopback: dialect != nil
        default: true
        }
    }
}
