import VideoGeneration

/// The route of a request, with the providers that can be used now.
struct ChosenRoute: Sendable {
    /// The name in `providers.json`; nil for a route that was written on the line.
    var name: String?
    var route: Route
    /// The providers of the candidates.
    var providers: [DialectProvider] = []
    /// The reasons why the other providers cannot be used, such as a missing key.
    var unusable: [String: VideoError] = [:]
}

extension Session {
    /// Returns the route of a request: by `--route`, or by `use route` if the line names no provider.
    /// - Returns: nil if the request goes to one provider.
    /// - Throws: ``VideoError`` with code `usage` if the line also names a provider or a model, or
    ///   `configurationInvalid` if the route does not exist or has a mistake.
    func route(_ invocation: Invocation) async throws -> ChosenRoute? {
        if let word = invocation[.route] {
            if let named = CommandOption.selection.first(where: invocation.has) {
                throw VideoError.usage(
                    "--\(named.name) cannot be given together with --route, which names the providers and models.",
                    "Nothing was sent. Leave out one of them, or write the model into the route: --route a,b/MODEL"
                )
            }
            return try await route(word)
        }
        guard let word = selection[.route], !invocation.namesProvider else { return nil }
        // The words before the command of a session can name both.
        if let named = CommandOption.selection.first(where: { invocation.has($0) || selection[$0] != nil }) {
            throw VideoError.usage(
                "--\(named.name) cannot be given while the route \(word.shown) is in use.",
                "Nothing was sent. Give --provider too, or end the route with: use PROVIDER"
            )
        }
        return try await route(word)
    }

    /// Returns the route for a name of `providers.json`, or for a list such as `a,b/MODEL,c`.
    func route(_ word: String) async throws -> ChosenRoute {
        let directory = try directory()
        try directory.file.check()
        var chosen = try named(word, directory)
        for id in Set(chosen.route.candidates.map(\.provider)).sorted() {
            do {
                let entry = try simulated(id, directory) ?? directory.entry(id)
                chosen.providers.append(try await usable(entry))
            } catch let error as VideoError {
                chosen.unusable[id] = error
            }
        }
        return chosen
    }

    private func named(_ word: String, _ directory: ProviderDirectory) throws -> ChosenRoute {
        if let known = directory.file.routes.first(where: { $0.name == word }) {
            guard let route = known.route else {
                throw VideoError(
                    .configurationInvalid,
                    "\(directory.file.path), route \(word): \(known.problems.first ?? "it cannot be read.")",
                    advice: "Nothing was sent. `\(spelled("config check"))` lists every problem."
                )
            }
            return ChosenRoute(name: word, route: route)
        }
        let check = CandidateCheck(entries: directory.file.entries, registry: registry)
        guard word.contains(",") || word.contains("/") || check.ids.contains(word) else {
            let names = directory.file.routes.map(\.name)
            let known = names.isEmpty ? "providers.json has no routes." : "Known: \(names.joined(separator: ", "))."
            throw VideoError.usage(
                "There is no route \(word.shown).",
                "Nothing was sent. " + Spelling.hint(for: word, among: names, before: known)
                    + " A list of providers is a route too: --route a,b/MODEL"
            )
        }
        let words = word.split(separator: ",", omittingEmptySubsequences: false)
        guard words.count <= ProvidersFile.candidateLimit else {
            throw VideoError.usage(
                "A route has at most \(ProvidersFile.candidateLimit) candidates.",
                "Nothing was sent."
            )
        }
        let candidates = try words.map { word in
            guard let candidate = Route.Candidate(shorthand: String(word)) else {
                throw VideoError.usage(
                    "\(String(word).shown) in --route is not PROVIDER or PROVIDER/MODEL.",
                    "Nothing was sent. Example: --route a,b/MODEL"
                )
            }
            if let problem = check.problems(of: candidate).first {
                throw VideoError.usage("--route \(candidate.shown): \(problem)", "Nothing was sent.")
            }
            return candidate
        }
        return ChosenRoute(route: Route(over: candidates))
    }

    /// Returns the provider of an entry, with the dialect that it speaks and the models that it lists.
    func usable(_ entry: ProviderConfiguration) async throws -> DialectProvider {
        let context = ExchangeContext.onThisMachine(transport, at: clock.now)
        return try provider(
            withListedModels(try await registry.detectingDialect(of: entry, in: context, environment: variables)).entry
        )
    }

    /// Shows the candidates that are left out because their providers cannot be used.
    func tellUnusable(of chosen: ChosenRoute, _ invocation: Invocation) {
        for (id, error) in chosen.unusable.sorted(by: { $0.key < $1.key }) {
            note("\(id) is left out of the route: \(Redaction.singleLine(error.message, limit: 300))", invocation)
        }
    }
}
