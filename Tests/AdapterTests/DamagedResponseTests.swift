import DashScope
import Fal
import GeminiOmni
import Kling
import OpenRouter
import Replicate
import Runway
import Seedance
import Testing
import Vertex
import VideoGeneration
import VideoGenerationTesting
import XAI

@Suite("No damaged response of a provider traps, or invents anything", .timeLimit(.minutes(20)))
struct DamagedResponseTests {
    private static let plugins =
        Seedance.plugins + OpenRouter.plugins + Fal.plugins + Kling.plugins + Runway.plugins + GeminiOmni.plugins
        + XAI.plugins + Replicate.plugins + DashScope.plugins + Vertex.plugins

    @Test(
        "Damaged samples are read, or refused with a VideoError",
        arguments: plugins.map(\.dialect),
        1...4 as ClosedRange<UInt64>
    )
    func damage(_ name: String, seed: UInt64) throws {
        let plugin = try #require(Self.plugins.first { $0.dialect == name })
        // A dialect whose base URL contains the user's project has no preset.
        let preset =
            plugin.presets.first ?? ProviderConfiguration(id: name, dialect: name, baseURL: "https://api.example/v1")
        var fuzz = SampleFuzz(try plugin.makeDialect(preset), try #require(plugin.samples), seed: seed)
        let objection = try fuzz.objection(in: 600)
        #expect(objection == nil, "\(objection ?? "")")
        #expect(fuzz.inputs == 600 && fuzz.values > 100, "\(fuzz.values) of \(fuzz.inputs) were read")
    }
}
