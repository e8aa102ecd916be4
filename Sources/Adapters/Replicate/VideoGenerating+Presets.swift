public import VideoGenerationCore

extension VideoGenerating where Self == DialectProvider {
    /// Returns Replicate. Its ID is `replicate`.
    ///
    /// ```swift
    /// let client = VideoClient(providers: [try .replicate()], journal: journal)
    /// ```
    /// - Parameter key: The API token. If it is nil, the token is read from `REPLICATE_API_TOKEN`.
    /// - Throws: `VideoError` with code `authenticationFailed` if there is no token.
    public static func replicate(key: Secret? = nil) throws(VideoError) -> DialectProvider {
        try DialectProvider(.replicate, dialect: ReplicateDialect(), key: key)
    }
}
