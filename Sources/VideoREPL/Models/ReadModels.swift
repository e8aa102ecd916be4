import VideoGeneration

/// The models that a provider's own list had just now.
struct ReadModels: Sendable {
    /// The entry with its own models first, then those of the list. Models that are not in the list are left out.
    var entry: ProviderConfiguration
    /// The day of the list.
    var readOn: String
    /// The differences from the models of the program.
    var changes: ModelChanges
    /// A message for the user, if the list was shortened or could not be kept.
    var notices: [String] = []
}

extension Session {
    /// Returns whether a provider has a list of its models. Nothing is sent.
    func hasModelList(_ entry: ProviderConfiguration) -> Bool {
        guard let dialect = try? registry.plugin(for: entry.dialect).makeDialect(entry),
            let endpoint = try? Endpoint(entry.baseURL)
        else { return false }
        return (try? dialect.modelListRequest(at: endpoint)).flatMap(\.self) != nil
    }

    /// Reads a provider's own list of its models with one request that costs nothing, and keeps it in the state folder.
    /// The key is sent if it is set.
    /// - Throws: ``VideoError`` with code `unsupported` if the provider has no list, or the error of the request;
    ///   `CancellationError`.
    func readModels(of entry: ProviderConfiguration) async throws -> ReadModels {
        var known = entry
        if !(try directory().hasKey(entry)) { known.keyEnv = nil }
        let context = ExchangeContext.onThisMachine(transport, at: clock.now)
        guard hasModelList(entry), let listed = try await provider(known).liveModels(in: context) else {
            throw try withoutList(entry)
        }
        let models = listed.cleaned
        guard !models.isEmpty else {
            throw VideoError(
                .malformedResponse,
                "The list of \(entry.id) has no models.",
                advice: "Nothing was bought. The models that were known before stay in use.",
                provider: entry.id
            )
        }
        let builtIn = try registry.plugin(for: entry.dialect).makeDialect(entry).models
        let own = entry.models ?? []
        var shown = entry
        shown.models = own + models.filter { model in !own.contains { $0.name == model.name } }
        var read = ReadModels(entry: shown, readOn: clock.now.day, changes: ModelChanges(from: builtIn, to: models))
        if models.count < listed.count {
            read.notices.append(
                "The list of \(entry.id) has \(listed.count.counted("entry", "entries")); \(models.count) are used, and the "
                    + "others are repeated, unreadable or too many."
            )
        }
        if let problem = keep(models, of: entry) { read.notices.append(problem) }
        return read
    }

    /// Keeps a list. Returns the problem if it cannot be kept.
    private func keep(_ models: [ModelDescription], of entry: ProviderConfiguration) -> String? {
        // A list from a recording may be from any day.
        guard !transport.isPlaying else { return nil }
        do {
            _ = try stateFolder()
            try listedModels?.keep(models, of: entry)
            return nil
        } catch {
            let reason = (error as? DiskError)?.reason ?? (error as? VideoError)?.message ?? "\(error)"
            return "The list could not be kept for later commands: \(Redaction.singleLine(reason))"
        }
    }

    private func withoutList(_ entry: ProviderConfiguration) throws -> VideoError {
        let able = try directory().entries.filter(hasModelList).map(\.id)
        return VideoError(
            .unsupported,
            "\(entry.id) has no list of its models that can be read.",
            advice: "Nothing was sent. `models --provider \(entry.id)` shows what this program knows."
                + (able.isEmpty ? "" : " Providers with a list: \(able.joined(separator: ", "))."),
            provider: entry.id
        )
    }
}
