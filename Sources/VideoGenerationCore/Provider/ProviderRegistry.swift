/// The dialects that a program can choose by name.
public struct ProviderRegistry: Sendable {
    /// The plugins in the order in which they were registered.
    package private(set) var plugins: [ProviderPlugin] = []

    /// Creates a registry of plugins. A plugin replaces an earlier one of the same dialect.
    public init(_ plugins: [ProviderPlugin] = []) { for plugin in plugins { register(plugin) } }

    /// Adds a plugin. It replaces an earlier one of the same dialect.
    package mutating func register(_ plugin: ProviderPlugin) {
        plugins.removeAll { $0.dialect == plugin.dialect }
        plugins.append(plugin)
    }

    /// Returns the plugin of a dialect.
    /// - Throws: ``VideoError`` with code `configurationInvalid` if it is not registered. The advice names the
    ///   registered dialects.
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

    /// Creates the provider of a configuration.
    /// - Parameters:
    ///   - entry: The configuration.
    ///   - environment: The environment variables, one of which contains the key.
    /// - Throws: ``VideoError`` with code `configurationInvalid`, or `authenticationFailed` if the key is missing.
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
