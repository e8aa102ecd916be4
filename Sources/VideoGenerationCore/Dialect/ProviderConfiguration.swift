/// One entry of `providers.json`: the settings of a provider, without the key itself.
public struct ProviderConfiguration: Sendable, Hashable, Codable {
    /// The provider's ID in this program.
    public var id: String
    /// The name of the dialect.
    public var dialect: String
    /// The base URL, as the provider's documentation gives it.
    public var baseURL: String
    /// The environment variable that holds the key; nil for a server that needs none.
    public var keyEnv: String?
    /// The model that is used if a request names none.
    public var model: String?
    /// The defaults of requests: `seconds`, `size`, `resolution`, `aspectRatio`.
    package var defaults: [String: JSONValue]?
    /// The settings of the dialect, such as the format of a submit in `openai-videos`: `"create": "multipart"`.
    public var options: [String: JSONValue]?
    /// Descriptions of models. A description replaces the dialect's description of the same name.
    package var models: [ModelDescription]?
    /// Whether HTTP 429 proves that nothing was bought, so that a request may be sent again later. False for a relay
    /// that tries several upstream channels; nil means true.
    package var resendAfter429: Bool?
    /// The limits of the account. A limit replaces the dialect's documented one.
    public var limits: SubmitLimits?

    /// Creates a configuration. Only the ID, the dialect and the base URL are required.
    public init(
        id: String,
        dialect: String,
        baseURL: String,
        keyEnv: String? = nil,
        model: String? = nil,
        defaults: [String: JSONValue]? = nil,
        options: [String: JSONValue]? = nil,
        models: [ModelDescription]? = nil,
        resendAfter429: Bool? = nil,
        limits: SubmitLimits? = nil
    ) {
        self.id = id
        self.dialect = dialect
        self.baseURL = baseURL
        self.keyEnv = keyEnv
        self.model = model
        self.defaults = defaults
        self.options = options
        self.models = models
        self.resendAfter429 = resendAfter429
        self.limits = limits
    }
}
