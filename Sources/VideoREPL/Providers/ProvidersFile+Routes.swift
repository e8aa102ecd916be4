import VideoGeneration

extension ProvidersFile {
    private static let members = ["providers", "routes"]
    private static let routeFields = ["strategy", "candidates", "attempts", "afterModeration"]
    private static let candidateFields = ["provider", "model", "adapting"]
    /// The largest number of candidates of a route.
    static let candidateLimit = 32

    /// Returns the problems of the members beside the providers and the routes, which would otherwise be ignored.
    static func unknownMembers(of document: JSONValue) -> [String] {
        (document.object ?? [:]).map(\.key).filter { !members.contains($0) }.map { name in
            "The file has no field \(name.shown). "
                + Spelling.hint(for: name, among: members, before: "It may have providers and routes.")
        }
    }

    /// Returns the routes of the file. A mistake in a route is a problem of this route alone.
    static func routes(_ document: JSONValue, among entries: [Entry], _ registry: ProviderRegistry) -> [NamedRoute] {
        guard let value = document.object?["routes"], !value.isBlank else { return [] }
        guard let object = value.object else {
            return [NamedRoute(name: "routes", problems: ["routes is not an object {\"NAME\": { … }}."])]
        }
        let check = CandidateCheck(entries: entries, registry: registry)
        var seen: Set<String> = []
        return object.prefix(1000).map { member in
            guard seen.insert(member.key).inserted else {
                return NamedRoute(name: member.key, problems: ["the name is used by an earlier route."])
            }
            return route(named: member.key, member.value, check)
        }
    }

    private static func route(named name: String, _ value: JSONValue, _ check: CandidateCheck) -> NamedRoute {
        var result = NamedRoute(name: name)
        if !name.isProviderID {
            result.problems.append("the name may have only letters, digits, hyphens, dots and underscores.")
        } else if check.ids.contains(name) {
            result.problems.append("a provider has the same name. Choose another one.")
        }
        guard let object = value.object else {
            result.problems.append("it is not an object { … }.")
            return result
        }
        for member in object where !routeFields.contains(member.key) {
            result.problems.append(unknown(member.key, "A route", among: routeFields))
        }
        var route = Route(over: [])
        if let strategy = object["strategy"], !strategy.isBlank {
            if let known = strategy.text.flatMap(Route.Strategy.init) {
                route.strategy = known
            } else {
                result.problems.append("strategy must be \(Route.Strategy.allCases.map(\.rawValue).alternatives).")
            }
        }
        if let attempts = object["attempts"], !attempts.isBlank {
            route.attempts = attempts.count ?? 1
            if attempts.count == nil { result.problems.append("attempts is not a whole number above 0.") }
        }
        switch object["afterModeration"] {
        case nil, .null?, false?: break
        case true?: route.afterModeration = true
        default: result.problems.append("afterModeration must be true or false.")
        }
        if let list = object["candidates"]?.array, (1...candidateLimit).contains(list.count) {
            for (index, value) in list.enumerated() {
                let (candidate, problems) = candidate(value, check)
                result.problems += problems.map { "candidate \(index + 1): \($0)" }
                if let candidate { route.candidates.append(candidate) }
            }
        } else {
            result.problems.append("candidates is not a list of 1 to \(candidateLimit) providers.")
        }
        if result.problems.isEmpty { result.route = route }
        return result
    }

    private static func candidate(_ value: JSONValue, _ check: CandidateCheck) -> (Route.Candidate?, [String]) {
        if let text = value.text {
            guard let candidate = Route.Candidate(shorthand: text) else {
                return (nil, ["\(text.shown) is not PROVIDER or PROVIDER/MODEL."])
            }
            return (candidate, check.problems(of: candidate))
        }
        guard let object = value.object else {
            return (nil, ["it is neither a text such as \"minimax\" nor an object {\"provider\": \"minimax\"}."])
        }
        var problems = object.map(\.key).filter { !candidateFields.contains($0) }
            .map { unknown($0, "A candidate", among: candidateFields) }
        guard let provider = object["provider"]?.text else {
            return (nil, problems + ["provider is missing, or is not a string."])
        }
        var candidate = Route.Candidate(provider, model: object["model"]?.text)
        if let model = object["model"], !model.isBlank, model.text == nil || model.text == "" {
            problems.append("model is not the name of a model.")
        }
        if let adapting = object["adapting"], !adapting.isBlank {
            if let known = adapting.text.flatMap(Route.Adaptation.init) {
                candidate.adapting = known
            } else {
                problems.append("adapting must be \(Route.Adaptation.allCases.map(\.rawValue).alternatives).")
            }
        }
        return (candidate, problems + check.problems(of: candidate))
    }

    private static func unknown(_ field: String, _ owner: String, among fields: [String]) -> String {
        let known = "\(owner) may have \(fields.joined(separator: ", "))."
        return "there is no field \(field.shown). " + Spelling.hint(for: field, among: fields, before: known)
    }
}

/// Checks that the providers and the models of candidates exist.
struct CandidateCheck {
    /// The entries of the file with an ID, and the presets.
    private let known: [(id: String, configuration: ProviderConfiguration?)]
    private let registry: ProviderRegistry

    init(entries: [ProvidersFile.Entry], registry: ProviderRegistry) {
        self.registry = registry
        known =
            entries.compactMap { entry in entry.id.map { ($0, entry.configuration) } }
            + registry.plugins.flatMap(\.presets).map { ($0.id, $0) } + Simulation.ids.map { ($0, nil) }
    }

    /// The IDs of the providers.
    var ids: [String] { known.map(\.id) }

    /// Returns the problem of a candidate whose provider or model does not exist. The problems of an entry are reported
    /// for the entry.
    func problems(of candidate: Route.Candidate) -> [String] {
        guard let provider = known.first(where: { $0.id == candidate.provider }) else {
            let hint = Spelling.hint(
                for: candidate.provider,
                among: ids,
                before: "Known: \(ids.joined(separator: ", "))."
            )
            return ["there is no provider \(candidate.provider.shown). \(hint)"]
        }
        guard var keyless = provider.configuration, keyless.dialect != ProviderRegistry.automatic else { return [] }
        keyless.keyEnv = nil
        do {
            try ProvidersFile.checkModel(
                candidate.model,
                of: registry.provider(for: keyless, environment: [:]).info
            )
            return []
        } catch { return [(error as? VideoError)?.shownText ?? "\(error)"] }
    }
}
