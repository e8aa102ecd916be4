import VideoGeneration

extension ProvidersFile {
    private static let numbers = ["inFlight", "perMinute"]

    /// Returns the problems of the limits of an entry.
    static func wrongLimits(_ value: JSONValue?) -> [String] {
        guard let value, !value.isBlank else { return [] }
        var problems = wrongNumbers(value, "limits", fields: numbers + ["models"])
        guard let models = value["models"], !models.isBlank else { return problems }
        guard let object = models.object else {
            return problems + ["limits.models is not an object, such as {\"MODEL\": {\"inFlight\": 2}}."]
        }
        for member in object {
            problems += wrongNumbers(member.value, "limits.models.\(member.key.inLine)", fields: numbers)
        }
        return problems
    }

    private static func wrongNumbers(_ value: JSONValue, _ name: String, fields: [String]) -> [String] {
        guard let object = value.object else {
            return ["\(name) is not an object, such as {\"inFlight\": 5, \"perMinute\": 20}."]
        }
        var problems = object.filter { !fields.contains($0.key) }.map { member in
            "\(name) has no \(member.key.shown); it may have: \(fields.joined(separator: ", "))."
        }
        for field in numbers {
            guard let number = object[field], !number.isBlank, number.count == nil else { continue }
            problems.append("\(name).\(field) is not a whole number above 0.")
        }
        return problems
    }
}

extension JSONValue {
    /// The value as a whole number above 0; nil for any other number and for a number in a text.
    var count: Int? {
        guard case .number(let text) = self, let number = Int(text), number > 0 else { return nil }
        return number
    }
}

extension SubmitLimits {
    /// The limits in words, such as `5 in flight, 20 a minute; gen4_turbo: 2 in flight`; empty if there are none.
    var shown: String {
        let own = [inFlight.map { "\($0) in flight" }, perMinute.map { "\($0) a minute" }].compactMap(\.self)
        let others = models.sorted { $0.key < $1.key }.compactMap { name, limits in
            limits.shown.isEmpty ? nil : "\(name.inLine): \(limits.shown)"
        }
        return ([own.joined(separator: ", ")] + others).filter { !$0.isEmpty }.joined(separator: "; ")
    }

    /// The limits for programs. A limit that is not known is null.
    var json: JSONValue {
        var object: JSONObject = [
            "inFlight": inFlight.map { JSONValue($0) } ?? .null, "perMinute": perMinute.map { JSONValue($0) } ?? .null,
        ]
        if !models.isEmpty {
            object["models"] = .object(
                models.sorted { $0.key < $1.key }.reduce(into: JSONObject()) { $0[$1.key] = $1.value.json }
            )
        }
        return .object(object)
    }
}
