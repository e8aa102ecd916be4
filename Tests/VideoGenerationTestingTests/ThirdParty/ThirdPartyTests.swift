import Testing
import VideoGeneration
import VideoGenerationTesting

@Suite("R2 Adapters of unlike APIs pass the conformance suite", .timeLimit(.minutes(20)))
struct ThirdPartyTests {
    @Test("Carried URLs, a cancel by POST, and outputs that are deleted")
    func predictions() async throws {
        try await ProviderConformance(dialect: PredictionsDialect(), script: .predictions).run()
    }

    @Test("Empty responses, a state without a word, and a charge in ticks")
    func ticks() async throws {
        try await ProviderConformance(dialect: TicksDialect(), script: .ticks).run()
    }

    @Test("IDs that are paths, verbs after a colon, and the video in the response")
    func operations() async throws {
        try await ProviderConformance(dialect: OperationsDialect(), script: .operations).run()
    }
}
