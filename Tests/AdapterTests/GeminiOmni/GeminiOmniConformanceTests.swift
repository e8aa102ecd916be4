import GeminiOmni
import Testing
import VideoGeneration
import VideoGenerationTesting

@Suite("Gemini Omni keeps the promises of an adapter", .timeLimit(.minutes(20)))
struct GeminiOmniConformanceTests {
    @Test("The conformance suite")
    func suite() async throws {
        try await ProviderConformance(dialect: GeminiOmniDialect(), script: .geminiOmni).run()
    }

    @Test("The conformance suite with the video in the response")
    func inline() async throws {
        try await ProviderConformance(dialect: GeminiOmniDialect(), script: .geminiOmniInline).run()
    }

    @Test("The preset is that of the plugin")
    func preset() throws {
        let plugin = try #require(GeminiOmni.plugins.first)
        let preset = try #require(plugin.presets.first)
        let provider = try DialectProvider.geminiOmni(key: Secret("AIza-test-key-0123456789"))
        #expect(provider.info.id == preset.id && provider.info.dialect == plugin.dialect)
        #expect(provider.info.endpoint == (try Endpoint(preset.baseURL)))
        #expect(preset.keyEnv == "GEMINI_API_KEY" && provider.info.keyVariable == "GEMINI_API_KEY")
    }
}
