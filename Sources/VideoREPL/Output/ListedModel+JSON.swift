import VideoGeneration
import VideoPlatform

extension ListedModel {
    /// The model and its provider as one object, with every known fact.
    func json(at date: Date) throws -> JSONValue {
        var object: JSONObject = ["provider": provider.isDialect ? .null : .string(provider.ids[0])]
        object["providers"] = .array(provider.isDialect ? [] : provider.ids.map(JSONValue.string))
        object["dialect"] = .string(provider.info.dialect)
        object["model"] = .string(model.name)
        object["isDefault"] = .bool(isDefault(at: date))
        object["isRetired"] = .bool(model.retirement(at: date) != nil)
        object["listedOn"] = provider.listedOn.map(JSONValue.string) ?? .null
        if let change { object["change"] = .string(change) }
        if let offer {
            let total = offer.estimate.least
            var estimate: JSONObject = ["basis": .string(offer.estimate.basis)]
            estimate["amount"] = total.map { .number("\($0.amount)") } ?? .null
            estimate["currency"] = total.map { .string($0.currency) } ?? .null
            object["estimate"] = .object(estimate)
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        for member in try JSONValue(parsing: Array(encoder.encode(model))).object ?? [:] {
            object[member.key] = member.value
        }
        return .object(object)
    }
}
