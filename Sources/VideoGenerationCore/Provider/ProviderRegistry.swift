/// The dialects that a program knows.
public struct ProviderRegistry: Sendable {
    /// The plugins in the order in which they were registered.
    public private(set) var plugins: [ProviderPlugin] = []

    /// Registers plugins; a later one takes the place of an earlier one of the same dialect.
    public init(_ plugins: [ProviderPlugin] = []) { for plugin in plugins { register(plugin) } }

    /// Adds a plugin.
    public mutating func register(_ plugin: ProviderPlugin) {
        plugins.removeAll { $0.dialect == plugin.dialect }
        plugins.append(plugin)
    }

    /// The plugin of a dialect.
    /// - Throws: ``VideoError`` with code `configurationInvalid`, which names the dialects there are.
    public func plugin(for dialect: String) throws -> ProviderPlugin {
        guard let plugin = plugins.first(where: { $0.dialect == dialect }) else {
            throw VideoError(
                .configurationInvalid,
                "There is no dialect \u{201C}\(Redaction.singleLine(dialect, limit: 40))\u{201D}.",
                advice: "Known: \(plugins.map(\.dialect).joined(separator: ", "))."
            )
        }
        return plugin
    }

    /// Makes the provider of a configuration entry.
    /// - Parameters:
    ///   - entry: the entry.
    ///   - environment: where the key is looked up.
    /// - Throws: ``VideoError`` with code `configurationInvalid` or, where the key is missing,
    ///   `authenticationFailed`.
    public func provider(
        for entry: ProviderConfiguration,
        environment: [String: String]
    ) throws -> DialectProvider {
        let plugin = try plugin(for: entry.dialect)
        let key = try key(of: entry, environment)
        return DialectProvider(
            id: entry.id,
            dialect: try plugin.makeDialect(entry),
            endpoint: try Endpoint(entry.baseURL),
            key: key,
            model: entry.model,
            models: entry.models ?? [],
            keyVariable: entry.keyEnv,
            resendsAfter429: entry.resendAfter429 ?? true
        )
    }

    /// The key of an entry, out of the environment.
    func key(of entry: ProviderConfiguration, _ environment: [String: String]) throws -> Secret? {
        guard let variable = entry.keyEnv else { return nil }
        guard let value = environment[variable], !value.isEmpty else {
            throw VideoError(
                .authenticationFailed,
                "\(entry.id) needs a key, and \(variable) is not set.",
                advice: "Nothing was sent. Run: export \(variable)=…",
                provider: entry.id
            )
        }
        return try Secret(value)
    }
}
