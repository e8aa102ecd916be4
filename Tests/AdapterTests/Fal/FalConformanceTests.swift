import Fal
import Testing
import VideoGeneration
import VideoGenerationTesting

@Suite("fal keeps the promises of an adapter", .timeLimit(.minutes(20)))
struct FalConformanceTests {
    @Test("The conformance suite")
    func suite() async throws { try await ProviderConformance(dialect: FalDialect(), script: .fal).run() }

    @Test("The preset is that of the plugin")
    func preset() throws {
        let plugin = try #require(Fal.plugins.first)
        let preset = try #require(plugin.presets.first)
        let provider = try DialectProvider.fal(key: Secret("fal-test-key-0123456789"))
        #expect(provider.info.id == preset.id && provider.info.dialect == plugin.dialect)
        #expect(provider.info.endpoint == (try Endpoint(preset.baseURL)))
        #expect(preset.keyEnv == "FAL_KEY" && provider.info.keyVariable == "FAL_KEY")
    }
}
