extension DialectProvider {
    /// A list of some hundred models has about a megabyte. The limit leaves room for ten times as many.
    private static let longestModelList = 8 << 20

    /// Fetches the provider's own list of its models with one GET; see ``VideoGenerating/liveModels(in:)``.
    /// - Throws: ``VideoError`` if the request fails or the response contains no list; `CancellationError`.
    public func liveModels(in context: ExchangeContext) async throws -> [ModelDescription]? {
        guard let request = try dialect.modelListRequest(at: endpoint) else { return nil }
        let response = try await read(request, .list, upTo: Self.longestModelList, in: context)
        return try naming {
            _ = try dialect.reader.accepted(response, .list)
            let day = context.date.formatted(.iso8601.year().month().day())
            return try dialect.models(response, at: endpoint).map { $0.dated(day) }
        }
    }
}

extension ModelDescription {
    /// Returns the description with a day in each place that has none.
    fileprivate func dated(_ day: String) -> ModelDescription {
        var model = self
        model.readOn = readOn ?? day
        for index in model.prices.indices where model.prices[index].readOn.isEmpty {
            model.prices[index].readOn = day
        }
        return model
    }
}
