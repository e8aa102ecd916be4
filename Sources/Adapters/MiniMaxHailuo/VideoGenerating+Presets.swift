public import VideoGenerationCore

extension VideoGenerating where Self == DialectProvider {
    /// Returns MiniMax's own API with the Hailuo models. Its ID is `minimax`, or `minimax-cn` in China.
    ///
    /// ```swift
    /// let client = VideoClient(providers: [try .miniMax()], journal: journal)
    /// ```
    /// - Parameters:
    ///   - key: The API key. If it is nil, the key is read from `MINIMAX_API_KEY`, or from `MINIMAX_CN_API_KEY` in
    ///     China.
    ///   - region: The region that the key belongs to.
    /// - Throws: `VideoError` with code `authenticationFailed` if there is no key.
    public static func miniMax(key: Secret? = nil, region: MiniMaxRegion = .global) throws(VideoError)
        -> DialectProvider
    {
        try DialectProvider(region.hailuo, dialect: MiniMaxV1Dialect(), key: key)
    }

    /// Returns MiniMax's own API with the H3 models. Its ID is `minimax-h3`, or `minimax-h3-cn` in China.
    /// - Parameters:
    ///   - key: The API key. If it is nil, the key is read from `MINIMAX_API_KEY`, or from `MINIMAX_CN_API_KEY` in
    ///     China.
    ///   - region: The region that the key belongs to.
    /// - Throws: `VideoError` with code `authenticationFailed` if there is no key.
    public static func miniMaxH3(key: Secret? = nil, region: MiniMaxRegion = .global) throws(VideoError)
        -> DialectProvider
    {
        try DialectProvider(region.h3, dialect: MiniMaxV2Dialect(), key: key)
    }

    /// Returns a relay that sells the Hailuo models under `/minimax/v1`.
    /// - Parameters:
    ///   - id: The provider's ID in this program.
    ///   - baseURL: The host of the relay, without a path.
    ///   - key: The API key; nil for a server that needs none.
    ///   - model: The default model; nil for the dialect's default.
    /// - Throws: `VideoError` with code `configurationInvalid` if the base URL is not an `https` address.
    public static func miniMaxRelay(
        id: String = "minimax-relay",
        baseURL: String,
        key: Secret?,
        model: String? = nil
    ) throws(VideoError) -> DialectProvider {
        DialectProvider(
            id: id,
            dialect: MiniMaxV1Dialect(.relay),
            endpoint: try Endpoint(baseURL),
            key: key,
            model: model
        )
    }

    /// Returns CometAPI, which charges for each request for a file's link. Its ID is `cometapi`.
    /// - Parameter key: The API key. If it is nil, the key is read from `COMETAPI_KEY`.
    /// - Throws: `VideoError` with code `authenticationFailed` if there is no key.
    public static func cometAPI(key: Secret? = nil) throws(VideoError) -> DialectProvider {
        let configuration = ProviderConfiguration(
            id: "cometapi",
            dialect: "minimax-cometapi",
            baseURL: "https://api.cometapi.com",
            keyEnv: "COMETAPI_KEY"
        )
        return try DialectProvider(configuration, dialect: MiniMaxV1Dialect(.cometapi), key: key)
    }
}
