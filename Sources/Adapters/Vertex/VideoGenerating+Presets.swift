public import VideoGenerationCore

extension VideoGenerating where Self == DialectProvider {
    /// Returns Vertex AI with the Veo models. Its ID is `vertex`.
    ///
    /// ```swift
    /// let client = VideoClient(providers: [try .vertex(project: "my-project")], journal: journal)
    /// ```
    /// - Parameters:
    ///   - project: The ID of the project.
    ///   - location: The location that makes the videos, such as `us-central1` or `global`.
    ///   - storage: The folder in a bucket for the videos, such as `gs://my-bucket/videos`; nil to get them in the
    ///     response.
    ///   - key: The path of a service account's key file, or an access token. If it is nil, it is read from
    ///     `GOOGLE_APPLICATION_CREDENTIALS`.
    /// - Throws: `VideoError` with code `authenticationFailed` if there is no key, or `configurationInvalid` if the project
    ///   or the location is not a name.
    public static func vertex(
        project: String,
        location: String = "us-central1",
        storage: String? = nil,
        key: Secret? = nil
    ) throws(VideoError) -> DialectProvider {
        for name in [project, location] where name.isEmpty || !name.utf8.allSatisfy(isNameByte) {
            throw VideoError(
                .configurationInvalid,
                "\u{201C}\(Redaction.singleLine(name, limit: 60))\u{201D} is not the name of a project or a location.",
                advice: "Nothing was sent. Give the ID of the project, such as my-project."
            )
        }
        let host = location == "global" ? "" : location + "-"
        let configuration = ProviderConfiguration(
            id: "vertex",
            dialect: "vertex",
            baseURL: "https://\(host)aiplatform.googleapis.com/v1/projects/\(project)/locations/\(location)",
            keyEnv: "GOOGLE_APPLICATION_CREDENTIALS"
        )
        return try DialectProvider(configuration, dialect: VertexDialect(storage: storage), key: key)
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"): true
        default: false
        }
    }
}
