public import VideoGenerationCore

extension VideoGenerating where Self == DialectProvider {
    /// Returns fal's queue. Its ID is `fal`.
    ///
    /// ```swift
    /// let client = VideoClient(providers: [try .fal()], journal: journal)
    /// ```
    /// - Parameter key: The API key. If it is nil, the key is read from `FAL_KEY`.
    /// - Throws: `VideoError` with code `authenticationFailed` if there is no key.
    public static func fal(key: Secret? = nil) throws(VideoError) -> DialectProvider {
        try DialectProvider(.fal, dialect: FalDialect(), key: key)
    }
}
