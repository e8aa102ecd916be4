import VideoGeneration

/// Every provider that can be called by its id: the entries of `providers.json` first, then the well-known
/// ones of the adapters, which need only a key in the environment.
struct ProviderDirectory: Sendable {
    let registry: ProviderRegistry
    let file: ProvidersFile
    let environment: [String: String]

    /// All entries; one of the file takes the place of a well-known one.
    var entries: [ProviderConfiguration] {
        let own = file.configurations
        let known = registry.plugins.flatMap(\.wellKnown).filter { entry in !own.contains { $0.id == entry.id } }
        return own + known
    }

    /// Whether an entry's key is there, or none is wanted.
    func hasKey(_ entry: ProviderConfiguration) -> Bool {
        entry.keyEnv.map { !environment[$0, default: ""].isEmpty } ?? true
    }

    /// The first entry that can be used as it is; nil where no key is set.
    var preferred: ProviderConfiguration? { entries.first(where: hasKey) }

    /// An entry by its id.
    /// - Throws: ``VideoError`` with code `configurationInvalid`, which names the ones there are.
    func entry(_ id: String) throws -> ProviderConfiguration {
        if let entry = entries.first(where: { $0.id == id }) { return entry }
        let known = entries.map(\.id) + Simulation.ids
        let hint = Spelling.hint(for: id, among: known, before: "Known: \(known.joined(separator: ", ")).")
        throw VideoError(
            .configurationInvalid,
            "There is no provider \(id.shown).",
            advice: "Nothing was sent. \(hint)"
        )
    }

    /// The entry that an order's options describe; nil where they leave the choice to us.
    /// - Throws: ``VideoError``
    func described(by invocation: Invocation) throws -> ProviderConfiguration? {
        let id = invocation[.provider]
        let dialect = invocation[.dialect]
        let baseURL = invocation[.baseURL]
        let keyEnv = invocation[.keyEnv]
        if let keyEnv, !keyEnv.isVariableName {
            throw VideoError.usage(
                "--key-env takes the name of an environment variable, such as RELAY_KEY.",
                "Nothing was sent. A key is never an argument: other users of this machine could read it."
            )
        }
        let known = try id.flatMap { id in
            dialect == nil || baseURL == nil ? try entry(id) : entries.first { $0.id == id }
        }
        guard dialect != nil || baseURL != nil || keyEnv != nil else { return known }
        guard var entry = known else {
            guard let dialect, let baseURL else {
                throw VideoError.usage(
                    "A provider that is in no file needs --dialect and --base-url, and --key-env where it wants a key.",
                    "Nothing was sent. Dialects: \(registry.plugins.map(\.dialect).joined(separator: ", "))."
                )
            }
            let id = id ?? dialect
            guard id.isProviderID, !Simulation.ids.contains(id) else {
                throw VideoError.usage("--provider \(id.shown) cannot be the id of a new provider.")
            }
            return ProviderConfiguration(id: id, dialect: dialect, baseURL: baseURL, keyEnv: keyEnv)
        }
        entry.dialect = dialect ?? entry.dialect
        entry.baseURL = baseURL ?? entry.baseURL
        // Another address gets no key that was meant for the first one.
        entry.keyEnv = keyEnv ?? (baseURL == nil ? entry.keyEnv : nil)
        return entry
    }

    /// The entry that answers for a task of the journal: what the journal says, the options of an entry of
    /// the same id and dialect, and the name of the key's variable from the line.
    /// - Throws: ``VideoError`` with code `configurationInvalid` where the journal would lead a key elsewhere.
    func entry(for task: VideoTask, _ invocation: Invocation) throws -> ProviderConfiguration {
        let reference = task.provider
        var entry = ProviderConfiguration(
            id: reference.id,
            dialect: invocation[.dialect] ?? reference.dialect,
            baseURL: invocation[.baseURL] ?? reference.endpoint.baseURL.string,
            keyEnv: invocation[.keyEnv] ?? reference.keyVariable
        )
        if invocation[.keyEnv] == nil { try checkKey(of: entry, task) }
        if let own = entries.first(where: { $0.id == entry.id && $0.dialect == entry.dialect }) {
            entry.options = own.options
            entry.models = own.models
        }
        return entry
    }
    /// Makes sure that a task does not lead a key that the configuration knows to another origin than the configuration
    /// does: a journal is written by programs, and may have come from elsewhere.
    func checkKey(of entry: ProviderConfiguration, _ task: VideoTask) throws {
        guard let variable = entry.keyEnv else { return }
        let origin = try Endpoint(entry.baseURL).origin
        let known = entries.filter { $0.keyEnv == variable }.compactMap { try? Endpoint($0.baseURL).origin }
        guard let configured = known.first, !known.contains(origin) else { return }
        throw VideoError(
            .configurationInvalid,
            "\(task.id) was taken at \(origin), and \(variable) holds the key for \(configured): it was not sent.",
            advice: "The task is kept. If the key is for \(origin) too, say so with: --key-env \(variable)",
            provider: entry.id,
            localID: task.id
        )
    }
}
