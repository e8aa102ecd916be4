import Foundation
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

    @Test(
        "Invented APIs with every kind of request keep the promises",
        arguments: ["nimbus", "studio", "vega", "orbit"]
    )
    func invented(_ name: String) async throws {
        let manifest = try ManifestText.named(name).manifest()
        try await ProviderConformance(dialect: manifest.dialect, script: manifest.samples).run()
    }

    @Test("The page that teaches the format shows the manifest of SiliconFlow as it is, and names every member")
    func page() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let page = try String(contentsOf: root.appendingPathComponent("Docs/Providers/Manifests.md"), encoding: .utf8)
        let example = try ManifestText.named("siliconflow").text
        #expect(page.contains("```json\n\(example)```"))
        // The limits of files are explained on the page of providers.json.
        let shapes = ManifestShape.allCases.filter { ![.pictures, .media].contains($0) }
        for member in Set(shapes.flatMap(\.members)) where member != "$schema" {
            #expect(page.contains("`\(member)`") || page.contains("\"\(member)\""), "\(member) is not explained.")
        }
    }
}
