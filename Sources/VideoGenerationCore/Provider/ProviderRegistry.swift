/// The dialects that a program knows.
public struct ProviderRegistry: Sendable {
    /// The plugins in the order in which they were registered.
    package private(set) var plugins: [ProviderPlugin] = []

    /// Registers plugins; a later one takes the place of an earlier one of the same dialect.
    public init(_ plugins: [ProviderPlugin] = []) { for plugin in plugins { register(plugin) } }

    /// Adds a plugin.
    public mutating func register(_ plugin: ProviderPlugin) {
        plugins.removeAll { $0.dialect == plugin.dialect }
        plugins.append(plugin)
    }

    /// The plugin of a dialect.
    /// - Throws: ``VideoError`` with code `configurationInvalid`, which names the dialects there are.
    package func plugin(for dialect: String) throws -> ProviderPlugin {
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
        return try DialectProvider(entry, dialect: try plugin.makeDialect(entry), key: key)
    }

    /// Returns the key of a configuration from an environment; nil if the provider needs none.
    func key(of entry: ProviderConfiguration, _ environment: [String: String]) throws(VideoError) -> Secret? {
        guard let variable = entry.keyEnv else { return nil }
        return try Secret(variable: variable, of: entry.id) { environment[$0] }
    }
}
