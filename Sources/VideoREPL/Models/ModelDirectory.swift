import VideoGeneration

/// The models that the program knows, of every provider.
struct ModelDirectory: Sendable {
    private(set) var providers: [ListedProvider] = []
    /// The IDs of the entries whose dialect is detected at their first request.
    private(set) var undetected: [String] = []
    /// Messages about lists that could not be read.
    private(set) var notices: [String] = []

    /// Collects the models of the entries of `providers.json`, of the well-known providers, and of the dialects that have
    /// neither. Nothing is sent, and no key is read.
    /// - Parameter read: The models that were just read, by provider ID.
    /// - Throws: ``VideoError`` with code `configurationInvalid` if an entry is not usable.
    init(_ session: Session, read: [String: ReadModels] = [:]) throws {
        let directory = try session.directory()
        try directory.file.check()
        let entries = directory.entries
        for entry in entries {
            guard entry.dialect != ProviderRegistry.automatic else {
                undetected.append(entry.id)
                continue
            }
            var keyless = entry
            keyless.keyEnv = nil
            if let models = read[entry.id] {
                var info = try session.provider(keyless).info
                info.models = models.entry.models ?? []
                add(entry.id, info, listedOn: models.readOn)
            } else {
                let known = session.withListedModels(keyless)
                if let notice = known.notice { notices.append(notice) }
                add(entry.id, try session.provider(known.entry).info, listedOn: known.readOn)
            }
        }
        for plugin in session.registry.plugins where !entries.contains(where: { $0.dialect == plugin.dialect }) {
            let entry = ProviderConfiguration(
                id: plugin.dialect,
                dialect: plugin.dialect,
                baseURL: "https://api.example.com"
            )
            guard let info = try? session.provider(entry).info else { continue }
            providers.append(ListedProvider(ids: [plugin.dialect], isDialect: true, info: info))
        }
        providers.sort { ($0.isDialect ? 1 : 0, $0.ids[0]) < ($1.isDialect ? 1 : 0, $1.ids[0]) }
    }

    /// Adds a provider, or its ID to a provider with the same models.
    private mutating func add(_ id: String, _ info: ProviderInfo, listedOn: String?) {
        let twin = providers.firstIndex {
            $0.info.dialect == info.dialect && $0.info.models == info.models && $0.listedOn == listedOn
                && $0.info.defaultModel == info.defaultModel
        }
        if let twin {
            providers[twin].ids.append(id)
        } else {
            providers.append(ListedProvider(ids: [id], info: info, listedOn: listedOn))
        }
    }

    /// All models, sorted by provider and name.
    var models: [ListedModel] {
        providers.flatMap { provider in
            provider.info.models.sorted { ($0.name.lowercased(), $0.name) < ($1.name.lowercased(), $1.name) }
                .map { ListedModel(provider: provider, model: $0) }
        }
    }
}
