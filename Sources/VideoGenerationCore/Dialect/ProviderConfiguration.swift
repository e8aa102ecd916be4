/// One entry of `providers.json`: everything that makes a provider, but for the key itself.
public struct ProviderConfiguration: Sendable, Hashable, Codable {
    /// The id by which the user calls it.
    public var id: String
    /// The dialect it speaks.
    public var dialect: String
    /// Where it lives, as its own documents say it.
    public var baseURL: String
    /// The environment variable that holds the key; nil for a server that wants none.
    public var keyEnv: String?
    /// The default model.
    public var model: String?
    /// Defaults of requests: `seconds`, `size`, `resolution`, `aspectRatio`.
    package var defaults: [String: JSONValue]?
    /// What only this dialect knows, such as how `openai-videos` creates: `"create": "multipart"`.
    public var options: [String: JSONValue]?
    /// Models that the dialect does not know, or knows otherwise; one of the same name takes its place.
    package var models: [ModelDescription]?
    /// Whether HTTP 429 proves that nothing was bought, so that an order is sent again later. False for a relay that
    /// tries several upstream channels; nil means true.
    package var resendAfter429: Bool?

    /// Makes an entry.
    public init(
        id: String,
        dialect: String,
        baseURL: String,
        keyEnv: String? = nil,
        model: String? = nil,
        defaults: [String: JSONValue]? = nil,
        options: [String: JSONValue]? = nil,
        models: [ModelDescription]? = nil,
        resendAfter429: Bool? = nil
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
    }
}
