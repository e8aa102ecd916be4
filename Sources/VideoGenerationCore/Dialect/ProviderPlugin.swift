/// How an adapter joins a program: a dialect's name and how to make it.
///
/// An adapter module offers its plugins as an array; the REPL and `providers.json` know what is in the
/// ``ProviderRegistry`` they were given. The adapters of this package register in the same way.
public struct ProviderPlugin: Sendable {
    /// The name that configurations use.
    public let dialect: String
    /// One line about it.
    public let summary: String
    /// Well-known providers that need only a key in the environment.
    public let presets: [ProviderConfiguration]
    /// The names that ``ProviderConfiguration/options`` may have.
    package let options: [String]
    /// How to find out whether an address speaks this dialect; empty where that cannot be told.
    package let probes: [DialectProbe]
    /// How to find out which ``options`` a server that speaks it needs; nil if that cannot be told.
    package let optionProbe: OptionProbe?
    private let make: @Sendable (ProviderConfiguration) throws -> any VideoDialect

    /// Makes a plugin.
    /// - Parameters:
    ///   - dialect: the name that configurations use.
    ///   - summary: one line about it.
    ///   - presets: providers that need only a key in the environment.
    ///   - options: the names that an entry's options may have.
    ///   - probes: how to find out whether an address speaks this dialect.
    ///   - optionProbe: how to find out which options such a server needs.
    ///   - make: makes the dialect for an entry; throws ``VideoError`` where an option is wrong.
    public init(
        dialect: String,
        summary: String,
        presets: [ProviderConfiguration] = [],
        options: [String] = [],
        probes: [DialectProbe] = [],
        optionProbe: OptionProbe? = nil,
        make: @escaping @Sendable (ProviderConfiguration) throws -> any VideoDialect
    ) {
        self.dialect = dialect
        self.summary = summary
        self.presets = presets
        self.options = options
        self.probes = probes
        self.optionProbe = optionProbe
        self.make = make
    }

    /// Makes the dialect for a configuration entry.
    package func makeDialect(_ entry: ProviderConfiguration) throws -> any VideoDialect { try make(entry) }
}
