import VideoGeneration

/// The providers that have an ID: the entries of `providers.json` first, then the well-known providers of the adapters,
/// which need only a key in the environment.
struct ProviderDirectory: Sendable {
    let registry: ProviderRegistry
    let file: ProvidersFile
    let variables: [String: String]

    /// All entries. An entry of the file replaces a well-known one with the same ID.
    var entries: [ProviderConfiguration] {
        let own = file.configurations
        let known = registry.plugins.flatMap(\.presets).filter { entry in !own.contains { $0.id == entry.id } }
        return own + known
    }

    /// Returns whether an entry's key is set, or no key is needed.
    func hasKey(_ entry: ProviderConfiguration) -> Bool {
        entry.keyEnv.map { !variables[$0, default: ""].isEmpty } ?? true
    }

    /// The first entry whose key is set or not needed, or nil if there is none.
    var preferred: ProviderConfiguration? { entries.first(where: hasKey) }

    /// Returns the entry with an ID.
    /// - Throws: ``VideoError`` with code `configurationInvalid`, which lists the known IDs, if there is none.
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

    /// Returns the entry that a request's options describe, or nil if they leave the choice to the program.
    /// - Throws: ``VideoError`` with code `usage` or `configurationInvalid` if the options are wrong or incomplete.
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
                    "A provider that is not configured needs --dialect, --base-url, and --key-env if it uses a key.",
                    "Nothing was sent. Dialects: \(registry.plugins.map(\.dialect).joined(separator: ", "))."
                )
            }
            let id = id ?? dialect
            guard id.isProviderID, !Simulation.ids.contains(id) else {
                throw VideoError.usage("--provider \(id.shown) cannot be the ID of a new provider.")
            }
            return ProviderConfiguration(id: id, dialect: dialect, baseURL: baseURL, keyEnv: keyEnv)
        }
        entry.dialect = dialect ?? entry.dialect
        entry.baseURL = baseURL ?? entry.baseURL
        // A key that belongs to the configured address is not sent to another one.
        entry.keyEnv = keyEnv ?? (baseURL == nil ? entry.keyEnv : nil)
        return entry
    }

    /// Returns the entry for a task of the journal: the data in the journal, the options of an entry with the same ID
    /// and dialect, and the key's variable from the line.
    /// - Throws: ``VideoError`` with code `configurationInvalid` if the journal would lead a key to another origin.
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
            // A task that waits is submitted with the entry's limits and its reading of 429.
            entry.limits = own.limits
            entry.resendAfter429 = own.resendAfter429
        }
        return entry
    }
    /// Checks that a task does not lead a key of the configuration to an origin that the configuration does not name. A
    /// journal is written by programs, and may have come from another machine.
    /// - Throws: ``VideoError`` with code `configurationInvalid` if it does.
    func checkKey(of entry: ProviderConfiguration, _ task: VideoTask) throws {
        guard let variable = entry.keyEnv else { return }
        let origin = try Endpoint(entry.baseURL).origin
        let known = entries.filter { $0.keyEnv == variable }.compactMap { try? Endpoint($0.baseURL).origin }
        guard let configured = known.first, !known.contains(origin) else { return }
        throw VideoError(
            .configurationInvalid,
            "\(task.id) was accepted at \(origin), but \(variable) is the key for \(configured). It was not sent.",
            advice: "The task is kept. If the key is for \(origin) too, add: --key-env \(variable)",
            provider: entry.id,
            localID: task.id
        )
    }
}
