/// A dialect that a program can choose by name in a configuration.
///
/// An adapter module offers its plugins as an array. The REPL and `providers.json` know the dialects in their
/// ``ProviderRegistry``. The adapters of this package register in the same way.
public struct ProviderPlugin: Sendable {
    /// The name of the dialect in configurations.
    public let dialect: String
    /// A description in one line.
    public let summary: String
    /// The configurations of well-known providers, which need only a key in the environment.
    public let presets: [ProviderConfiguration]
    /// The keys that ``ProviderConfiguration/options`` can have.
    package let options: [String]
    /// The requests that detect the dialect at an address; empty if it cannot be detected.
    package let probes: [DialectProbe]
    /// The request that detects the ``options`` of a server; nil if they cannot be detected.
    package let optionProbe: OptionProbe?
    /// The provider's sample responses, from which a server on this machine can play the provider; nil if there are none.
    package let samples: ConformanceScript?
    private let make: @Sendable (ProviderConfiguration) throws -> any VideoDialect

    /// Creates a plugin.
    /// - Parameters:
    ///   - dialect: The name of the dialect in configurations.
    ///   - summary: A description in one line.
    ///   - presets: The configurations of well-known providers, which need only a key in the environment.
    ///   - options: The keys that the options of a configuration can have.
    ///   - probes: The requests that detect the dialect at an address.
    ///   - optionProbe: The request that detects the options of a server.
    ///   - samples: The provider's sample responses. With them, `video-repl serve` can play the provider on this machine.
    ///   - make: Creates the dialect for a configuration. Throws ``VideoError`` if an option is invalid.
    public init(
        dialect: String,
        summary: String,
        presets: [ProviderConfiguration] = [],
        options: [String] = [],
        probes: [DialectProbe] = [],
        optionProbe: OptionProbe? = nil,
        samples: ConformanceScript? = nil,
        make: @escaping @Sendable (ProviderConfiguration) throws -> any VideoDialect
    ) {
        self.dialect = dialect
        self.summary = summary
        self.presets = presets
        self.options = options
        self.probes = probes
        self.optionProbe = optionProbe
        self.samples = samples
        self.make = make
    }

    /// Creates the dialect for a configuration.
    package func makeDialect(_ entry: ProviderConfiguration) throws -> any VideoDialect { try make(entry) }
}
