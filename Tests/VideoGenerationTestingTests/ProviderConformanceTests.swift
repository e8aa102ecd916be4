import OpenAIVideos
import Testing
import VideoGeneration
import VideoGenerationTesting

@Suite("R2 The conformance suite tells right adapters from wrong ones", .timeLimit(.minutes(20)))
struct ProviderConformanceTests {
    typealias Mistake = HandmadeProvider.Mistake

    /// Which check finds which mistake.
    private static let finder: [Mistake: ConformanceCheck] = [
        .pastesPrompts: .purchase, .roundsIDs: .purchase, .purchasesAsReads: .purchase,
        .callsEveryNoRefused: .refusal, .takesSilenceForNotSent: .noResponse, .inventsIDs: .unclearResponse,
        .dropsIDsOfErrors: .keptID, .callsPagesRefused: .unclearResponse,
        .triesAgain: .onePurchase, .takesAnswersForNotSent: .onePurchase, .ordersLostTasksAgain: .onePurchase,
        .comparesLetterCase: .statusWords, .takesUnknownForFailed: .unknownWord, .losesReasons: .failureReason,
        .takesTroubleForFailed: .pollTrouble, .givesUpOnTrouble: .pollTrouble, .inventsLinks: .missingOutput,
        .pastesIDs: .identifiers, .adoptsAnyAnswer: .otherTask,
        .rewritesLinks: .links, .ignoresExpiry: .links, .keepsLinks: .expiredLink, .missesExpiry: .expiredLink,
        .believesPages: .pages,
        .followsRedirects: .credential, .marksPolledLinks: .credential, .followsPollingLinks: .credential,
        .asksForKeyElsewhere: .credential, .putsKeyInQuery: .credential,
        .showsAnswers: .redaction, .showsRequests: .redaction, .forgetsCancelledPurchases: .cancellation,
        .waitsOnItsOwn: .cancellation,
        .throwsDecodingErrors: .damagedResponses,
        .pollsUnsafely: .pollTrouble, .losesCodes: .failureReason, .keepsVerdictsOpen: .failureReason,
        .sendsAnotherPrefix: .keyField, .repeatsKey: .keyField, .roundsCharges: .charge,
        .forgetsOwnIDs: .purchase, .takesFirstFound: .lookup, .looksUpUnsafely: .lookup, .dropsFoundIDs: .lookup,
        .uploadsOnce: .uploads, .uploadsNothing: .uploads,
        .takesEveryStopForHeard: .stopping, .stopsWithoutBeingAble: .script, .cutsListedIDs: .listing,
    ]

    /// What else goes wrong because of a mistake.
    private static let consequences: [Mistake: Set<ConformanceCheck>] = [
        .triesAgain: [.noResponse, .cancellation], .takesSilenceForNotSent: [.cancellation],
        .roundsIDs: [.identifiers], .pastesIDs: [.stopping], .rewritesLinks: [.expiredLink],
        .callsEveryNoRefused: [.expiredLink], .inventsLinks: [.damagedResponses],
        .takesUnknownForFailed: [.pollTrouble], .ordersLostTasksAgain: [.pollTrouble],
        .takesAnswersForNotSent: [.keptID],
        .throwsDecodingErrors: [.expiredLink, .pollTrouble, .unclearResponse], .missesExpiry: [.failureReason],
    ]

    private static func suite(_ mistake: Mistake? = nil) -> ProviderConformance {
        ProviderConformance(
            provider: { try HandmadeProvider($0, $1, mistake: mistake) },
            script: .handmade
        )
    }

    @Test("An adapter that keeps every promise passes every check")
    func right() async throws {
        try await Self.suite().run()
    }

    @Test("Each mistake is found by the check that is for it, and by no other", arguments: Mistake.allCases)
    func wrong(_ mistake: Mistake) async throws {
        let check = try #require(Self.finder[mistake])
        let report = await Self.suite(mistake).report()
        let found = report.failedChecks.subtracting(Self.consequences[mistake] ?? [])
        #expect(found == [check], "\(mistake): \(report)")
        #expect(report.failures.allSatisfy { !$0.promised.isEmpty && !$0.seen.isEmpty })
    }

    @Test(
        "The ledger of a real server shows an adapter that orders again by itself",
        arguments: [ConformanceCheck.simulator, .loopback]
    )
    func twice(_ check: ConformanceCheck) async throws {
        let suite = ProviderConformance(
            provider: {
                OrderingTwice(
                    right: DialectProvider(
                        id: "twice",
                        dialect: OpenAIVideosDialect(),
                        endpoint: $0,
                        key: $1
                    )
                )
            },
            script: .openAIVideos,
            dialect: OpenAIVideosDialect(),
            simulator: "/v1"
        )
        let report = await suite.report([check])
        #expect(report.checks == [check])
        #expect(report.failures.contains { $0.promised.contains("one POST") && $0.seen.hasPrefix("2") })
    }

    @Test("A script that leaves a word of the dialect's table out is found")
    func words() async throws {
        var script = ConformanceScript.openAIVideos
        script.words["queued"] = nil
        let report = await ProviderConformance(dialect: OpenAIVideosDialect(), script: script).report([.script])
        #expect(report.failures.map(\.seen) == ["“queued” is not in it"])
    }

    @Test("A script without refusals or without words is found, because its checks would run on nothing")
    func emptyScript() async throws {
        var refusals = ConformanceScript.openAIVideos
        refusals.refusals = []
        var words = ConformanceScript.openAIVideos
        words.words = [:]
        for script in [refusals, words] {
            let report = await ProviderConformance(dialect: OpenAIVideosDialect(), script: script).report([.script])
            #expect(!report.failures.isEmpty)
        }
    }

    @Test("There is no check that cannot fail")
    func completeness() {
        #expect(Set(Self.finder.values).union([.simulator, .loopback]) == Set(ConformanceCheck.allCases))
        #expect(Set(Self.finder.keys) == Set(Mistake.allCases))
    }

    @Test("A run that finds something throws a report that says what was promised and what was seen")
    func report() async throws {
        let report = await #expect(throws: ConformanceReport.self) {
            try await Self.suite(.roundsIDs).run()
        }
        let text = try #require(report).description
        #expect(text.contains("promised: an accepted task has the provider's id, unchanged"))
        #expect(text.contains("seen: "))
    }
}

/// An adapter that means well.
private struct OrderingTwice: VideoGenerating {
    let right: DialectProvider
    var info: ProviderInfo { right.info }
    var credential: Credential? { right.credential }

    func submit(_ request: VideoRequest, in context: ExchangeContext) async throws -> TaskSnapshot {
        do { return try await right.submit(request, in: context) } catch {
            return try await right.submit(request, in: context)
        }
    }

    func status(of task: RemoteTask, in context: ExchangeContext) async throws -> TaskSnapshot {
        try await right.status(of: task, in: context)
    }
    func outputs(of task: RemoteTask, in context: ExchangeContext) async throws -> [VideoOutput] {
        try await right.outputs(of: task, in: context)
    }
}
