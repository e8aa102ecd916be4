public import VideoGenerationCore

extension VideoGenerating where Self == DialectProvider {
    /// Returns xAI's API. Its ID is `xai`.
    ///
    /// ```swift
    /// let client = VideoClient(providers: [try .xai()], journal: journal)
    /// ```
    /// - Parameter key: The API key. If it is nil, the key is read from `XAI_API_KEY`.
    /// - Throws: `VideoError` with code `authenticationFailed` if there is no key.
    public static func xai(key: Secret? = nil) throws(VideoError) -> DialectProvider {
        try DialectProvider(.xai, dialect: XAIDialect(), key: key)
    }
}
