import Testing
import VideoGeneration
import VideoGenerationTesting

@testable import ProviderManifests

@Suite("The shipped manifests", .timeLimit(.minutes(20)))
struct ShippedManifestTests {
    @Test(
        "Every shipped manifest can be used, and keeps the promises",
        arguments: ["luma-agents", "vidu", "siliconflow"]
    )
    func conformance(_ name: String) async throws {
        let shipped = try #require(ShippedManifest.all.first { $0.id == name })
        _ = try shipped.provider(key: try Secret("man-invented-Key-5Tz"))
        let manifest = try #require(shipped.manifest)
        try await ProviderConformance(dialect: manifest.dialect, script: manifest.samples).run()
    }
}
