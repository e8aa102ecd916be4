import VideoGeneration

/// The models that pass the filters, and the numbers of those that do not.
struct FilteredModels: Sendable {
    var models: [ListedModel] = []
    /// The number of models that make the video, and have no known price to compare.
    var unpriced = 0
    /// The number of models that make the video, and have their price in another currency.
    var otherCurrency = 0

    init(_ all: [ListedModel], _ filter: ModelFilter) {
        guard !filter.isEmpty else {
            models = all
            return
        }
        for var row in all {
            switch filter.verdict(on: row.model, at: row.provider.info) {
            case .passes(let request, let estimate):
                if filter.asksForPrice { row.offer = (request, estimate) }
                models.append(row)
            case .fails: break
            case .unpriced: unpriced += 1
            case .otherCurrency: otherCurrency += 1
            }
        }
    }

    /// The sentence about the models whose price could not be compared, or nil if there are none.
    var leftOut: String? {
        let parts = [
            unpriced > 0 ? "\(unpriced.counted("model")) without a known price" : nil,
            otherCurrency > 0 ? "\(otherCurrency.counted("model")) with a price in another currency" : nil,
        ]
        .compactMap(\.self)
        return parts.isEmpty ? nil : "Left out: \(parts.joined(separator: ", and "))."
    }
}
