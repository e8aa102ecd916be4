public import VideoGenerationCore

/// A provider that is described by data: a JSON file with its requests, the places of values in its responses, its models
/// and sample responses.
///
/// A manifest has no expressions, scripts or loops. What it cannot say is an adapter in Swift. `Docs/Providers/Manifests.md`
/// describes the format.
/// ```swift
/// let manifest = try ProviderManifest(parsing: bytes)
/// let provider = try manifest.provider()
/// ```
public struct ProviderManifest: Sendable {
    /// The dialect as a plugin, for a `ProviderRegistry`.
    public let plugin: ProviderPlugin
    /// The wire format.
    public let dialect: any VideoDialect
    /// The provider's sample responses, for the conformance suite.
    public let samples: ConformanceScript
    private let lines: [String: Int]

    /// Reads a manifest.
    /// - Parameter bytes: The text of the file, of at most 1 MiB.
    /// - Throws: ``ManifestError`` with every mistake, its line and its correction.
    public init(parsing bytes: some Collection<UInt8>) throws(ManifestError) {
        let log = ProblemLog()
        let node = try ManifestParser.parse(bytes)
        let draft = ManifestObject(node, .manifest, log).flatMap { ManifestDraft($0) }
        guard let draft, log.problems.isEmpty else {
            throw ManifestError(problems: log.problems.sorted { $0.line < $1.line })
        }
        lines = Dictionary(
            (node.members ?? []).flatMap { member in
                [(member.key, member.line)]
                    + (member.value.members ?? []).map { ("\(member.key).\($0.key)", $0.line) }
            },
            uniquingKeysWith: { first, _ in first }
        )
        dialect = draft.dialect
        samples = draft.samples
        plugin = ProviderPlugin(
            dialect: draft.dialect.name,
            summary: draft.summary,
            presets: draft.presets,
            samples: draft.samples,
            make: { _ in draft.dialect }
        )
    }

    /// Returns the line of a member such as `dialect` or `auth.keyEnv`; nil if the manifest does not have it.
    package func line(of path: String) -> Int? { lines[path] }

    /// Creates the provider at the manifest's own address.
    /// - Parameter key: The API key. If it is nil, the key is read from the environment variable that the manifest names.
    /// - Throws: `VideoError` with code `authenticationFailed` if there is no key.
    public func provider(key: Secret? = nil) throws(VideoError) -> DialectProvider {
        try DialectProvider(plugin.presets[0], dialect: dialect, key: key)
    }
}
