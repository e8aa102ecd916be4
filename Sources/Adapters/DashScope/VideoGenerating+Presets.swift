public import VideoGenerationCore

extension VideoGenerating where Self == DialectProvider {
    /// Returns Alibaba Cloud Model Studio. Its ID is `dashscope`, `dashscope-cn` in China or `dashscope-us` in the United
    /// States.
    ///
    /// ```swift
    /// let client = VideoClient(providers: [try .dashScope()], journal: journal)
    /// ```
    /// - Parameters:
    ///   - key: The API key. If it is nil, the key is read from `DASHSCOPE_API_KEY`.
    ///   - region: The region that the key belongs to.
    /// - Throws: `VideoError` with code `authenticationFailed` if there is no key.
    public static func dashScope(key: Secret? = nil, region: DashScopeRegion = .singapore) throws(VideoError)
        -> DialectProvider
    {
        try DialectProvider(region.preset, dialect: DashScopeDialect(region), key: key)
    }
}
