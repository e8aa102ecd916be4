import Foundation
import ProviderManifests
import Testing

/// The text of a manifest that a test reads or changes.
struct ManifestText {
    private(set) var text: String

    init(_ text: String) { self.text = text }

    /// A manifest of Tests/AdapterTests/Manifests, or one that the module ships.
    static func named(_ name: String) throws -> ManifestText {
        let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let root = tests.deletingLastPathComponent().deletingLastPathComponent()
        let places = [
            tests.appendingPathComponent("Manifests"),
            root.appendingPathComponent("Sources/Adapters/ProviderManifests/Shipped"),
        ]
        let file = places.map { $0.appendingPathComponent("\(name).json") }
            .first { FileManager.default.fileExists(atPath: $0.path) }
        return ManifestText(try String(contentsOf: try #require(file), encoding: .utf8))
    }

    /// The smallest manifest that keeps the promises.
    static let minimal = ManifestText(
        #"""
        {
          "format": 1,
          "dialect": "acme",
          "summary": "Acme's videos",
          "auth": {"scheme": "header", "header": "X-Acme-Key", "keyEnv": "ACME_API_KEY"},
          "baseURL": "https://api.acme.example/v1",
          "submit": {"path": "/jobs", "body": {"text": "{prompt}", "length": "{seconds}"}},
          "status": {"path": "/jobs/{id}"},
          "read": {"id": "/job", "state": "/phase", "reason": "/why", "outputs": {"video": "/film"}},
          "words": {"running": ["drawing"], "succeeded": ["ready"], "failed": ["broken"]},
          "samples": {
            "key": "X-Acme-Key: <key>",
            "words": {"drawing": "running", "ready": "succeeded", "broken": "failed"},
            "accepted": {"body": {"job": "<id>"}},
            "refusals": [{"is": "authenticationFailed", "http": 401, "body": {"why": "<reason>"}}],
            "running": {"body": {"job": "<id>", "phase": "<status>"}},
            "succeeded": {"body": {"job": "<id>", "phase": "<status>", "film": "<link>"}},
            "failed": {"body": {"job": "<id>", "phase": "<status>", "why": "<reason>"}},
            "withoutOutput": {"body": {"job": "<id>", "phase": "<status>"}}
          }
        }
        """#
    )

    /// Returns the text with a part replaced, which must be there.
    func replacing(_ part: String, with other: String) throws -> ManifestText {
        try #require(text.contains(part), "The manifest has no \(part).")
        var copy = self
        copy.text = text.replacing(part, with: other)
        return copy
    }

    /// Returns the manifest.
    func manifest() throws -> ProviderManifest { try ProviderManifest(parsing: Array(text.utf8)) }

    /// Returns the mistakes; empty if the manifest can be used.
    func problems() -> [ManifestProblem] {
        do {
            _ = try ProviderManifest(parsing: Array(text.utf8))
            return []
        } catch {
            return error.problems
        }
    }
}
