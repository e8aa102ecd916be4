public import VideoGenerationCore

extension VideoGenerating where Self == DialectProvider {
    /// Returns a server of the OpenAI style, `/v1/videos`.
    ///
    /// ```swift
    /// let relay = try DialectProvider.openAIVideos(
    ///     id: "relay", baseURL: "https://relay.example/v1", key: Secret(environment: "RELAY_KEY"))
    /// ```
    /// - Parameters:
    ///   - id: The provider's ID in this program.
    ///   - baseURL: The address of the API, with `/v1`.
    ///   - key: The API key; nil for a server that needs none. There is no default variable, because a key must not
    ///     reach a server that it does not belong to.
    ///   - model: The default model; nil if every request names one.
    ///   - dialect: The format of the body and of pictures, which depends on the server.
    /// - Throws: `VideoError` with code `configurationInvalid` if the base URL is not an `https` address.
    public static func openAIVideos(
        id: String = "openai-videos",
        baseURL: String,
        key: Secret?,
        model: String? = nil,
        dialect: OpenAIVideosDialect = OpenAIVideosDialect()
    ) throws(VideoError) -> DialectProvider {
        DialectProvider(id: id, dialect: dialect, endpoint: try Endpoint(baseURL), key: key, model: model)
    }

    /// Returns a relay with the unified format, `/v1/video/create` and `/v1/video/query`.
    /// - Parameters:
    ///   - id: The provider's ID in this program.
    ///   - baseURL: The address of the API, with `/v1`.
    ///   - key: The API key; nil for a server that needs none.
    ///   - model: The default model; nil if every request names one.
    /// - Throws: `VideoError` with code `configurationInvalid` if the base URL is not an `https` address.
    public static func veoUnified(
        id: String = "veo-unified",
        baseURL: String,
        key: Secret?,
        model: String? = nil
    ) throws(VideoError) -> DialectProvider {
        DialectProvider(id: id, dialect: VeoUnifiedDialect(), endpoint: try Endpoint(baseURL), key: key, model: model)
    }

    /// Returns a relay with new-api's task format, `/v1/video/generations`.
    /// - Parameters:
    ///   - id: The provider's ID in this program.
    ///   - baseURL: The address of the API, with `/v1`.
    ///   - key: The API key; nil for a server that needs none.
    ///   - model: The default model; nil if every request names one.
    /// - Throws: `VideoError` with code `configurationInvalid` if the base URL is not an `https` address.
    public static func newAPITask(
        id: String = "newapi-task",
        baseURL: String,
        key: Secret?,
        model: String? = nil
    ) throws(VideoError) -> DialectProvider {
        DialectProvider(id: id, dialect: NewAPITaskDialect(), endpoint: try Endpoint(baseURL), key: key, model: model)
    }
}
