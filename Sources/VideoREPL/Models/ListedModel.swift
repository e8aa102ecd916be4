import VideoGeneration

/// A provider of the list of all models.
struct ListedProvider: Sendable {
    /// The IDs that share these models, such as those of one vendor's regions.
    var ids: [String]
    /// Whether the only ID is the name of a dialect for which there is no provider.
    var isDialect = false
    var info: ProviderInfo
    /// The day on which the provider's own list was read, or nil if the models are those of the program.
    var listedOn: String?

    /// The IDs as they appear in a table. The name of a dialect is in brackets.
    var name: String { isDialect ? "(\(info.dialect))" : ids.joined(separator: ", ") }
}

/// A row of the list of models.
struct ListedModel: Sendable {
    var provider: ListedProvider
    var model: ModelDescription
    /// The request that passed the filters, and its estimate; nil without filters that say enough about the video.
    var offer: (request: VideoRequest, estimate: CostEstimate)?
    /// Whether the provider's own list has the model newly or differently; nil if it is not compared.
    var change: String?

    /// Whether a request that names no model gets this one.
    func isDefault(at date: Date) -> Bool {
        model.name == provider.info.defaultModel && model.retirement(at: date) == nil
    }
}
