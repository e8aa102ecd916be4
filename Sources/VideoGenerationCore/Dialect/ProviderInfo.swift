/// Who a provider is and what it can do.
public struct ProviderInfo: Sendable, Hashable {
    /// The provider's id in this program: `minimax`, `my-relay`.
    public var id: String
    /// The dialect it speaks.
    public var dialect: String
    /// Where it lives.
    public var endpoint: Endpoint
    /// The model that is taken where a request names none.
    public var defaultModel: String?
    /// What is known about its models. The set is open: another model's limits are just not known.
    public var models: [ModelDescription]
    /// Whether a model that is not in ``models`` is sent on, instead of refused.
    public var acceptsOtherModels: Bool
    /// What a request may start from beside a prompt and pictures: `.template`, `.video`, both or neither.
    public var sources: Set<GenerationMode>
    /// What each question for the links costs, where it is not free.
    public var fileFee: Price?
    /// Whether ``VideoGenerating/list(_:in:)`` works.
    public var canList: Bool
    /// Whether ``VideoGenerating/cancel(_:in:)`` works.
    public var canCancel: Bool
    /// Whether ``VideoGenerating/cancel(_:in:)`` also deletes a task that is finished, and its video with it.
    public var cancelDeletesFinished: Bool
    /// Where the key is read from; kept in the journal so that `resume` finds it.
    public var keyVariable: String?

    /// Makes a description.
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
        self.canCancel = canCancel
        self.cancelDeletesFinished = cancelDeletesFinished
        self.keyVariable = keyVariable
    }

    /// What is known about a model, or about the default one; nil where nothing is.
    public func model(_ name: String?) -> ModelDescription? {
        models.first { $0.name == name ?? defaultModel }
    }
}

extension ProviderInfo {
    /// The part of the description that is kept with a task.
    public var reference: ProviderReference {
        ProviderReference(id: id, dialect: dialect, endpoint: endpoint, keyVariable: keyVariable)
    }
}
