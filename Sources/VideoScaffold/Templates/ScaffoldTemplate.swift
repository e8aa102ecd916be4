/// What an adapter starts as: a copy of a known wire format, to be changed into another one.
///
/// `__NAME__` stands for the module's name, `__DIALECT__` for the dialect's, `__SCRIPT__` for the script's,
/// `__IMPORTS__` for what a test imports.
struct ScaffoldTemplate {
    /// The dialect that it speaks.
    let dialect: String
    /// The mapping: `VideoDialect`.
    let mapping: String
    /// What is known about the models.
    let models: String
    /// The conformance test with its sample answers.
    let test: String

    /// The templates, the usual one first.
    static let all = [
        openAIVideos, veoUnified, newAPITask, miniMaxV1, miniMaxV2, miniMaxRelay, miniMaxCometAPI, miniMaxTemplate,
    ]

    /// How the adapter joins the REPL and providers.json.
    static let plugins = """
        public import VideoGeneration

        /// The dialects of this module, for a `ProviderRegistry`.
        public let plugins: [ProviderPlugin] = [
            ProviderPlugin(
                dialect: "__DIALECT__",
                summary: "__NAME__",
                make: { _ in __NAME__Dialect() }
            )
        ]
        """

    /// A test of a script that follows it.
    static func test(simulator: String, script: String) -> String {
        """
        __IMPORTS__

        @Suite struct __NAME__ConformanceTests {
            /// The sample answers below are the provider's, and so is the simulator's path: once the mapping is no
            /// longer that of the simulator's wire format, leave `simulator` out.
            @Test("__NAME__ keeps the promises") func conformance() async throws {
                try await ProviderConformance(
                    dialect: __NAME__Dialect(),
                    script: .__SCRIPT__,
                    simulator: "\(simulator)"
                ).run()
            }
        }

        extension ConformanceScript {
            /// What the provider answers in each situation, as its documents show it.
        \(script.split(separator: "\n", omittingEmptySubsequences: false).map { $0.isEmpty ? "" : "    " + $0 }.joined(separator: "\n"))
        }
        """
    }
}
