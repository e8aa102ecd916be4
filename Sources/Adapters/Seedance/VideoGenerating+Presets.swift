public import VideoGenerationCore

extension VideoGenerating where Self == DialectProvider {
    /// Returns ByteDance's own API for the Seedance models. Its ID is `seedance`, or `seedance-cn` in China.
    ///
    /// ```swift
    /// let client = VideoClient(providers: [try .seedance()], journal: journal)
    /// ```
    /// - Parameters:
    ///   - key: The API key. If it is nil, the key is read from `ARK_API_KEY`.
    ///   - region: The region that the key belongs to.
    /// - Throws: `VideoError` with code `authenticationFailed` if there is no key.
    public static func seedance(key: Secret? = nil, region: SeedanceRegion = .global) throws(VideoError)
        -> DialectProvider
    {
        try DialectProvider(region.preset, dialect: SeedanceDialect(region), key: key)
    }
}
