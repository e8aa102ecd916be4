/// The files that an adapter starts from: a copy of a known wire format, to be changed into another one.
///
/// `__NAME__` is replaced with the name of the module, `__DIALECT__` with that of the dialect, `__SCRIPT__` with that
/// of the script, and `__IMPORTS__` with the imports of a test.
struct ScaffoldTemplate {
    /// The dialect of the wire format.
    let dialect: String
    /// The text of the mapping, a `VideoDialect`.
    let mapping: String
    /// The text of the list of models.
    let models: String
    /// The text of the conformance test with its sample responses.
    let test: String
    /// The text of the plugin, by which the adapter joins the REPL and `providers.json`.
    var plugins = copiedPlugins
    /// The end of the name of the file with `models`.
    var dataFile = "Models"
    /// The products that the adapter needs besides the core.
    var products: [String] = []

    /// The templates, the most common one first.
    static let all = [
        openAIVideos, veoUnified, newAPITask, miniMaxV1, miniMaxV2, miniMaxRelay, miniMaxCometAPI, miniMaxTemplate,
    ]

    private static let copiedPlugins = """
        public import VideoGenerationCore

        /// The dialects of this module, for a `ProviderRegistry`.
        public let plugins: [ProviderPlugin] = [
            ProviderPlugin(
                dialect: "__DIALECT__",
                summary: "__NAME__",
                make: { _ in __NAME__Dialect() }
            )
        ]
        """

    /// Returns the text of a test that runs a script.
    /// - Parameters:
    ///   - simulator: the path of the wire format on the simulator.
    ///   - script: the text of the script.
    static func test(simulator: String, script: String) -> String {
        """
        __IMPORTS__

        @Suite struct __NAME__ConformanceTests {
            /// The sample responses below and the simulator's path belong to the wire format that was copied. Once
            /// the mapping differs from the simulator's wire format, omit `simulator`.
            @Test("__NAME__ passes the conformance suite") func conformance() async throws {
                try await ProviderConformance(
                    dialect: __NAME__Dialect(),
                    script: .__SCRIPT__,
                    simulator: "\(simulator)"
                ).run()
            }
        }

        extension ConformanceScript {
            /// The provider's response in each situation, as its documentation shows it.
        \(script.split(separator: "\n", omittingEmptySubsequences: false).map { $0.isEmpty ? "" : "    " + $0 }.joined(separator: "\n"))
        }
        """
    }
}
