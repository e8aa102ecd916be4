public import VideoGenerationCore

extension VideoGenerating where Self == DialectProvider {
    /// Returns Runway's API. Its ID is `runway`.
    ///
    /// ```swift
    /// let client = VideoClient(providers: [try .runway()], journal: journal)
    /// ```
    /// - Parameter key: The API key. If it is nil, the key is read from `RUNWAYML_API_SECRET`.
    /// - Throws: `VideoError` with code `authenticationFailed` if there is no key.
    public static func runway(key: Secret? = nil) throws(VideoError) -> DialectProvider {
        try DialectProvider(.runway, dialect: RunwayDialect(), key: key)
    }
}
