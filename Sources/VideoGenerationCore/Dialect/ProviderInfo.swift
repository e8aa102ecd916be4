/// The identity and the capabilities of a provider.
public struct ProviderInfo: Sendable, Hashable {
    /// The provider's ID in this program, such as `minimax` or `my-relay`.
    public var id: String
    /// The name of its dialect.
    public var dialect: String
    /// The address of its API.
    public var endpoint: Endpoint
    /// The model that is used if a request names none.
    public var defaultModel: String?
    /// The descriptions of the known models. The limits of other models are not known.
    public var models: [ModelDescription]
    /// Whether a request for a model that is not in ``models`` is sent without checks. If false, it is refused.
    package var acceptsOtherModels: Bool
    /// The sources that a request can start from besides a prompt and pictures: `.template`, `.video`, both or neither.
    public var sources: Set<GenerationMode>
    /// The price of each request for the links; nil if it is free.
    package var fileFee: Price?
    /// Whether the provider supports ``VideoGenerating/list(_:in:)``.
    public var canList: Bool
    /// Whether the provider supports ``VideoGenerating/lookUp(_:of:in:)``.
    public var canLookUp: Bool
    /// Whether the provider supports ``VideoGenerating/cancel(_:in:)``.
    public var canCancel: Bool
    /// Whether ``VideoGenerating/cancel(_:in:)`` also deletes a finished task and its video.
    package var cancelDeletesFinished: Bool
    /// The environment variable that holds the key. The journal stores it, so that a later run finds the key.
    public var keyVariable: String?
    /// The limits of the account, from the dialect's documentation and the provider's configuration.
    public var limits = SubmitLimits()
    /// The status words of an accepted task that waits because the account is at its limit.
    package var throttledStatuses: Set<String> = []
    /// The place of a task's own ID among the options of a request; nil if it is sent in a header field, or not at all.
    package var ownIDPlace: String?

    /// Creates a description of a provider.
    public init(
        id: String,
        dialect: String,
        endpoint: Endpoint,
        defaultModel: String? = nil,
        models: [ModelDescription] = [],
        acceptsOtherModels: Bool = true,
        sources: Set<GenerationMode> = [],
        fileFee: Price? = nil,
        canList: Bool = false,
        canLookUp: Bool = false,
        canCancel: Bool = false,
        cancelDeletesFinished: Bool = false,
        keyVariable: String? = nil
    ) {
        self.id = id
        self.dialect = dialect
        self.endpoint = endpoint
        self.defaultModel = defaultModel
        self.models = models
        self.acceptsOtherModels = acceptsOtherModels
        self.sources = sources
        self.fileFee = fileFee
        self.canList = canList
        self.canLookUp = canLookUp
        self.canCancel = canCancel
        self.cancelDeletesFinished = cancelDeletesFinished
        self.keyVariable = keyVariable
    }

    /// Returns the description of a model, or of the default model; nil if it is not known.
    public func model(_ name: String?) -> ModelDescription? {
        models.first { $0.name == name ?? defaultModel }
    }
}

extension ProviderInfo {
    /// The part of the description that is kept with a task.
    package var reference: ProviderReference {
        ProviderReference(id: id, dialect: dialect, endpoint: endpoint, keyVariable: keyVariable)
    }
}
