extension DialectProvider {
    /// Creates a provider from a configuration, such as a preset of a plugin.
    ///
    /// The presets of the adapters are made with it:
    /// ```swift
    /// extension VideoGenerating where Self == DialectProvider {
    ///     static func acme(key: Secret? = nil) throws(VideoError) -> DialectProvider {
    ///         try DialectProvider(acmeConfiguration, dialect: AcmeDialect(), key: key)
    ///     }
    /// }
    /// ```
    /// - Parameters:
    ///   - configuration: The configuration. Its dialect's name and options are not read.
    ///   - dialect: The wire format.
    ///   - key: The API key. If it is nil, the key is read from the environment variable that the configuration names.
    ///     If the configuration names none, the provider needs no key.
    /// - Throws: ``VideoError`` with code `authenticationFailed` if the variable is not set, or `configurationInvalid`
    ///   if the base URL is not an `https` address.
    public init(_ configuration: ProviderConfiguration, dialect: any VideoDialect, key: Secret? = nil)
        throws(VideoError)
    {
        var key = key
        if key == nil, let variable = configuration.keyEnv {
            key = try Secret(environment: variable, of: configuration.id)
        }
        self.init(
            id: configuration.id,
            dialect: dialect,
            endpoint: try Endpoint(configuration.baseURL),
            key: key,
            model: configuration.model,
            models: configuration.models ?? [],
            keyVariable: configuration.keyEnv,
            resendsAfter429: configuration.resendAfter429 ?? true,
            limits: configuration.limits
        )
    }
}
