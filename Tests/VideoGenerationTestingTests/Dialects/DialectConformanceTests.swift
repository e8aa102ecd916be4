import MiniMaxHailuo
import OpenAIVideos
import Testing
import VideoGeneration
import VideoGenerationTesting

@Suite("R2 Every dialect of this package keeps the promises")
struct DialectConformanceTests {
    private static let minimax = "https://api.conformance.example"

    @Test("minimax-v1") func hailuo() async throws {
        try await ProviderConformance(dialect: HailuoDialect(), at: Self.minimax, script: .hailuo).run()
    }

    @Test("minimax-relay") func relay() async throws {
        try await ProviderConformance(dialect: HailuoDialect(.relay), at: Self.minimax, script: .hailuoRelay).run()
    }

    @Test("minimax-cometapi") func cometapi() async throws {
        var script = ConformanceScript.hailuo
        script.words = ConformanceScript.relayWords
        try await ProviderConformance(dialect: HailuoDialect(.cometapi), at: Self.minimax, script: script).run()
    }

    @Test("minimax-template") func template() async throws {
        try await ProviderConformance(dialect: HailuoTemplateDialect(), at: Self.minimax, script: .hailuoTemplate)
            .run()
    }

    @Test("minimax-v2") func h3() async throws {
        try await ProviderConformance(dialect: H3Dialect(), at: Self.minimax, script: .h3).run()
    }

    @Test("openai-videos, however it orders", arguments: OpenAIVideosDialect.Create.allCases)
    func openAIVideos(_ create: OpenAIVideosDialect.Create) async throws {
        try await ProviderConformance(dialect: OpenAIVideosDialect(create: create), script: .openAIVideos).run()
    }

    @Test("openai-videos of a clone that gives links") func openAIVideosWithLinks() async throws {
        try await ProviderConformance(dialect: OpenAIVideosDialect(), script: .openAIVideosWithLinks).run()
    }

    @Test("veo-unified") func veoUnified() async throws {
        try await ProviderConformance(dialect: VeoUnifiedDialect(), script: .veoUnified).run()
    }

    @Test("newapi-task") func newAPITask() async throws {
        try await ProviderConformance(dialect: NewAPITaskDialect(), script: .newAPITask).run()
    }
}
