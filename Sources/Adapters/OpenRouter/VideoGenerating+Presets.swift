public import VideoGenerationCore

extension VideoGenerating where Self == DialectProvider {
    /// Returns OpenRouter's API. Its ID is `openrouter`. Every request has to name a model.
    ///
    /// ```swift
    /// let client = VideoClient(providers: [try .openRouter()], journal: journal)
    /// ```
    /// - Parameter key: The API key. If it is nil, the key is read from `OPENROUTER_API_KEY`.
    /// - Throws: `VideoError` with code `authenticationFailed` if there is no key.
    public static func openRouter(key: Secret? = nil) throws(VideoError) -> DialectProvider {
        try DialectProvider(.openRouter, dialect: OpenRouterDialect(), key: key)
    }
}
