import MiniMaxHailuo
import OpenAIVideos
import Testing
import VideoGeneration
import VideoGenerationTesting

@Suite("R2 Every dialect of this package keeps the promises", .timeLimit(.minutes(20)))
struct DialectConformanceTests {
    @Test("minimax-v1") func hailuo() async throws {
        try await ProviderConformance(dialect: MiniMaxV1Dialect(), script: .hailuo, simulator: "").run()
    }

    @Test("minimax-relay") func relay() async throws {
        try await ProviderConformance(dialect: MiniMaxV1Dialect(.relay), script: .hailuoRelay, simulator: "").run()
    }

    @Test("minimax-cometapi") func cometapi() async throws {
        var script = ConformanceScript.hailuo
        script.words = ConformanceScript.relayWords
        try await ProviderConformance(dialect: MiniMaxV1Dialect(.cometapi), script: script, simulator: "").run()
    }

    @Test("minimax-template") func template() async throws {
        try await ProviderConformance(dialect: VideoAgentDialect(), script: .hailuoTemplate, simulator: "")
            .run()
    }

    @Test("minimax-v2") func h3() async throws {
        try await ProviderConformance(dialect: MiniMaxV2Dialect(), script: .h3, simulator: "").run()
    }

    @Test("openai-videos, however it orders", arguments: OpenAIVideosDialect.Create.allCases)
    func openAIVideos(_ create: OpenAIVideosDialect.Create) async throws {
        try await ProviderConformance(
            dialect: OpenAIVideosDialect(create: create),
            script: .openAIVideos,
            simulator: "/v1"
        ).run()
    }

    @Test("openai-videos of a clone that gives links") func openAIVideosWithLinks() async throws {
        try await ProviderConformance(dialect: OpenAIVideosDialect(), script: .openAIVideosWithLinks).run()
    }

    @Test("veo-unified") func veoUnified() async throws {
        try await ProviderConformance(dialect: VeoUnifiedDialect(), script: .veoUnified, simulator: "/v1").run()
    }

    @Test("newapi-task") func newAPITask() async throws {
        try await ProviderConformance(dialect: NewAPITaskDialect(), script: .newAPITask, simulator: "/v1").run()
    }
}
