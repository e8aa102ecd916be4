public import VideoGenerationCore

/// The dialect of this module, for a `ProviderRegistry`. It has no preset, because a base URL contains the project.
public let plugins: [ProviderPlugin] = [
    ProviderPlugin(
        dialect: "vertex",
        summary: "Vertex AI with the Veo models",
        options: ["storage"],
        samples: .vertex,
        make: { VertexDialect(storage: try VertexDialect.storage(in: $0)) }
    )
]

extension VertexDialect {
    /// Returns the folder that a configuration names.
    /// - Throws: `VideoError` with code `configurationInvalid` if it is not a `gs://` URI.
    fileprivate static func storage(in entry: ProviderConfiguration) throws -> String? {
        guard let value = entry.options?["storage"] else { return nil }
        guard let uri = value.text, uri.hasPrefix("gs://") else {
            throw VideoError(
                .configurationInvalid,
                "The option storage of \(entry.id) is not the URI of a bucket.",
                advice: "Nothing was sent. Give a URI such as gs://my-bucket/videos."
            )
        }
        return uri
    }
}
