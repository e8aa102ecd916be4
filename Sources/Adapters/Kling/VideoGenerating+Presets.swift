public import VideoGenerationCore

extension VideoGenerating where Self == DialectProvider {
    /// Returns Kling's own API. Its ID is `kling`, or `kling-cn` in China.
    ///
    /// ```swift
    /// let client = VideoClient(providers: [try .kling()], journal: journal)
    /// ```
    /// - Parameters:
    ///   - key: The API key. If it is nil, the key is read from `KLING_API_KEY`.
    ///   - region: The region that the key belongs to.
    /// - Throws: `VideoError` with code `authenticationFailed` if there is no key.
    public static func kling(key: Secret? = nil, region: KlingRegion = .global) throws(VideoError) -> DialectProvider {
        try DialectProvider(region.preset, dialect: KlingDialect(), key: key)
    }
}
