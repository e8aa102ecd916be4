import ProviderManifests
import Testing
import VideoGeneration
import VideoGenerationTesting

/// A mistake in a manifest that can be read, and a check that must find it.
struct ManifestMutant: Sendable, CustomTestStringConvertible {
    let manifest: String
    let part: String
    let replacement: String
    let check: ConformanceCheck
    var testDescription: String { "\(manifest): \(part)" }

    init(_ manifest: String, _ part: String, _ replacement: String, _ check: ConformanceCheck) {
        self.manifest = manifest
        self.part = part
        self.replacement = replacement
        self.check = check
    }
}

@Suite("The suite finds the mistakes of a manifest", .timeLimit(.minutes(20)))
struct ManifestMutantTests {
    static let mutants = [
        ManifestMutant("vidu", #""id": ["/task_id", "/id"]"#, #""id": ["/task", "/id"]"#, .purchase),
        ManifestMutant("vidu", #""id": ["/task_id", "/id"]"#, #""id": ["/state"]"#, .purchase),
        ManifestMutant("vidu", #""state": ["/state"]"#, #""state": ["/err_code"]"#, .statusWords),
        ManifestMutant("vidu", #""/creations/0/url""#, #""/creations/0/uri""#, .links),
        ManifestMutant("vidu", #"["/err_msg", "/message"]"#, #"["/err_msg"]"#, .failureReason),
        ManifestMutant("vidu", #""at": ["/credits"]"#, #""at": ["/cost"]"#, .charge),
        ManifestMutant("vidu", #""prefix": "Token ""#, #""prefix": "Bearer ""#, .keyField),
        ManifestMutant("vidu", #""succeeded": ["success"]"#, #""succeeded": ["succeed"]"#, .statusWords),
        ManifestMutant("vidu", #""queued": ["created", "queueing"]"#, #""queued": ["created"]"#, .statusWords),
        ManifestMutant("vidu", #""running": ["processing"]"#, #""running": ["processing", "waiting"]"#, .script),
        ManifestMutant("vidu", #""prompt": "{prompt}""#, #""prompt": "{aspectRatio}""#, .purchase),
        ManifestMutant("vidu", #""prompt": "{prompt}""#, #""prompt": "say {prompt}""#, .purchase),
        ManifestMutant("vidu", #""/tasks/{id}/creations""#, #""/tasks/creations""#, .identifiers),
        ManifestMutant("siliconflow", #"{"requestId": "{id}"}"#, #"{"requestId": "1"}"#, .identifiers),
        ManifestMutant("luma-agents", #""/failure_code", "#, "", .failureReason),
        ManifestMutant(
            "luma-agents",
            #"{"codes": ["budget_exhausted"], "is": "insufficientFunds"},"#,
            "",
            .failureReason
        ),
        ManifestMutant("luma-agents", #"["/failure_reason", "/detail", "#, "[", .failureReason),
        ManifestMutant("seedance", #""items": "/items""#, #""items": "/tasks""#, .listing),
        ManifestMutant("seedance", #""is": "quotaExhausted"}"#, #""is": "rateLimited"}"#, .refusal),
        ManifestMutant("runway", #""take": {"uri": "/runwayUri"}"#, #""take": {"uri": "/uri"}"#, .uploads),
        ManifestMutant("runway", #""url": "/uploadUrl""#, #""url": "/url""#, .uploads),
        ManifestMutant("runway", #""cancelled": ["CANCELLED"]"#, #""expired": ["CANCELLED"]"#, .statusWords),
    ]

    @Test("A wrong place, word, field or code breaks the promise that it belongs to", arguments: mutants)
    func found(_ mutant: ManifestMutant) async throws {
        let text = try ManifestText.named(mutant.manifest).replacing(mutant.part, with: mutant.replacement)
        let manifest = try text.manifest()
        let report = await ProviderConformance(dialect: manifest.dialect, script: manifest.samples)
            .report([mutant.check])
        #expect(report.failedChecks == [mutant.check])
    }

    @Test(
        "The same checks hold for the manifests as they are",
        arguments: ["vidu", "siliconflow", "luma-agents", "seedance", "runway"]
    )
    func healthy(_ name: String) async throws {
        let manifest = try ManifestText.named(name).manifest()
        let checks = Self.mutants.filter { $0.manifest == name }.map(\.check)
        let report = await ProviderConformance(dialect: manifest.dialect, script: manifest.samples).report(checks)
        #expect(report.failures.isEmpty, "\(report)")
    }
}
