import VideoGeneration

extension SpendingTable {
    /// One object for each row, and a last one with the total.
    var objects: [JSONValue] {
        spending.rows.map {
            var object: JSONObject = ["by": .string(grouping.rawValue)]
            object["key"] = $0.key.map(JSONValue.string) ?? .null
            return Self.object($0, object)
        } + [Self.object(spending.total, ["event": "total"])]
    }

    private static func object(_ row: Spending.Row, _ start: JSONObject) -> JSONValue {
        var object = start
        object["videos"] = JSONValue(row.videos)
        object["seconds"] = JSONValue(row.seconds)
        object["charged"] = .array(row.charged.map(amount))
        object["estimated"] = .array(row.estimated.map(amount))
        object["units"] = .array(
            row.units.map {
                ["amount": .number("\($0.amount)"), "unit": .string($0.unit), "provider": .string($0.provider)]
            }
        )
        object["unpriced"] = JSONValue(row.unpriced)
        object["unknown"] = JSONValue(row.unknown)
        object["failed"] = JSONValue(row.failures)
        return .object(object)
    }

    private static func amount(_ money: Money) -> JSONValue {
        ["amount": .number("\(money.amount)"), "currency": .string(money.currency)]
    }
}
