import VideoGeneration

/// A route of `providers.json`, which may be unusable.
struct NamedRoute: Sendable, Equatable {
    /// The name in the file.
    var name: String
    /// The route, if it is usable.
    var route: Route?
    /// The problems of the route, each with the allowed values.
    var problems: [String] = []
}

extension Route {
    /// The candidates on one line, separated by commas.
    var shownCandidates: String { candidates.map(\.shown).joined(separator: ", ") }

    /// The strategy and the settings that are not the defaults, such as `cheapest, 2 attempts`.
    var shownSettings: String {
        let settings = [
            strategy.rawValue, attempts == 1 ? nil : "\(attempts) attempts", afterModeration ? "after moderation" : nil,
        ]
        return settings.compactMap(\.self).joined(separator: ", ")
    }

    /// The route for programs, with every setting.
    var json: JSONObject {
        [
            "strategy": .string(strategy.rawValue), "candidates": .array(candidates.map(\.json)),
            "attempts": JSONValue(attempts), "afterModeration": .bool(afterModeration),
        ]
    }
}

extension Route.Candidate {
    /// The candidate on one line.
    var shown: String { Redaction.singleLine(description, limit: 120) }

    /// The candidate for programs, with every setting.
    var json: JSONValue {
        [
            "provider": .string(provider), "model": model.map(JSONValue.string) ?? .null,
            "adapting": .string(adapting.rawValue),
        ]
    }

    /// Creates a candidate from `PROVIDER` or `PROVIDER/MODEL`. The name of a model can contain slashes.
    /// - Returns: nil if a part is empty.
    init?(shorthand text: String) {
        let slash = text.firstIndex(of: "/")
        let provider = String(text[..<(slash ?? text.endIndex)])
        let model = slash.map { String(text[text.index(after: $0)...]) }
        guard !provider.isEmpty, model != "" else { return nil }
        self.init(provider, model: model)
    }
}
