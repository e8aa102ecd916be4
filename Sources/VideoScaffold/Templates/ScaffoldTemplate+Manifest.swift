import Foundation
import ProviderManifests
import VideoGenerationCore

extension ScaffoldTemplate {
    /// Returns a template that starts as the wire format of a manifest. The adapter forwards every call to it, so that a
    /// function can be replaced with Swift where the format of manifests is not enough.
    /// - Throws: ``ScaffoldError`` if the file cannot be read or is not a manifest.
    static func manifest(at path: String) throws -> ScaffoldTemplate {
        let file = URL(fileURLWithPath: path)
        let size = (try? file.resourceValues(forKeys: [.fileSizeKey]))?.fileSize ?? 0
        guard size <= 1 << 20, let data = try? Data(contentsOf: file), let text = String(data: data, encoding: .utf8)
        else { throw ScaffoldError("\(path) cannot be read, or is larger than a manifest.") }
        let manifest: ProviderManifest
        do { manifest = try ProviderManifest(parsing: data) } catch {
            throw ScaffoldError("\(path) is not a manifest that can be used.\n\(error)")
        }
        return ScaffoldTemplate(
            dialect: manifest.plugin.dialect,
            mapping: manifestMapping,
            models: literal(of: text),
            test: manifestTest,
            plugins: manifestPlugins,
            dataFile: "Manifest",
            products: ["ProviderManifests"]
        )
    }

    /// Returns the text of a file with the manifest as a literal, with as many number signs as keep it unchanged.
    private static func literal(of text: String) -> String {
        var signs = "#"
        while text.contains("\"\"\"\(signs)") || text.contains("\\\(signs)") { signs += "#" }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0.isEmpty ? "" : "        \($0)" }.joined(separator: "\n")
        return """
            /// The manifest that this adapter starts from.
            enum __NAME__Manifest {
                static let text = \(signs)\"""
            \(lines)
                    \"""\(signs)
            }
            """
    }

    private static let manifestMapping = #"""
        // The adapter starts as the dialect of a manifest.
        import ProviderManifests
        public import VideoGenerationCore

        /// The wire format of __NAME__. It starts as that of a manifest: replace a function here with Swift if the format of
        /// manifests cannot express what the provider does.
        public struct __NAME__Dialect: VideoDialect {
            private let manifest: ProviderManifest
            private var base: any VideoDialect { manifest.dialect }

            /// Reads the manifest.
            /// - Throws: An error with the line of a mistake in the manifest.
            public init() throws { manifest = try ProviderManifest(parsing: Array(__NAME__Manifest.text.utf8)) }

            /// The provider's response in each situation, from the samples of the manifest.
            public var samples: ConformanceScript { manifest.samples }

            public var name: String { base.name }
            public var models: [ModelDescription] { base.models }
            public var acceptsOtherModels: Bool { base.acceptsOtherModels }
            public var defaultModel: String? { base.defaultModel }
            public var sources: Set<GenerationMode> { base.sources }
            public var canList: Bool { base.canList }
            public var canCancel: Bool { base.canCancel }
            public var cancelDeletesFinished: Bool { base.cancelDeletesFinished }
            public var canLookUp: Bool { base.canLookUp }
            public var ownIDField: OwnIDField? { base.ownIDField }
            public var submitTimeout: Duration { base.submitTimeout }
            public var throttledStatuses: Set<String> { base.throttledStatuses }
            public var reader: ResponseReader { base.reader }

            public func authorizer(for key: Secret) -> any RequestAuthorizer { base.authorizer(for: key) }

            public func trustedOrigins(for endpoint: Endpoint) -> [TrustedOrigin] { base.trustedOrigins(for: endpoint) }

            public func limits(at endpoint: Endpoint) -> SubmitLimits { base.limits(at: endpoint) }

            public func uploadStep(for input: MediaInput, after responses: [HTTPResponse], at endpoint: Endpoint) throws
                -> UploadStep
            { try base.uploadStep(for: input, after: responses, at: endpoint) }

            public func submitRequest(_ request: VideoRequest, at endpoint: Endpoint) throws -> HTTPRequest {
                try base.submitRequest(request, at: endpoint)
            }

            public func evidence(in response: HTTPResponse, at endpoint: Endpoint) -> SubmitEvidence {
                base.evidence(in: response, at: endpoint)
            }

            public func submitted(_ response: HTTPResponse, of request: VideoRequest, at endpoint: Endpoint) throws
                -> TaskSnapshot
            { try base.submitted(response, of: request, at: endpoint) }

            public func kind(of request: VideoRequest) -> String? { base.kind(of: request) }

            public func statusRequest(for task: RemoteTask, at endpoint: Endpoint) throws -> HTTPRequest {
                try base.statusRequest(for: task, at: endpoint)
            }

            public func snapshot(_ response: HTTPResponse, of task: RemoteTask, at endpoint: Endpoint) throws
                -> TaskSnapshot
            { try base.snapshot(response, of: task, at: endpoint) }

            public func fileRequest(for task: RemoteTask, at endpoint: Endpoint) throws -> HTTPRequest? {
                try base.fileRequest(for: task, at: endpoint)
            }

            public func outputs(_ response: HTTPResponse, of task: RemoteTask, at endpoint: Endpoint) throws
                -> [VideoOutput]
            { try base.outputs(response, of: task, at: endpoint) }

            public func content(_ response: HTTPResponse, of output: VideoOutput, at endpoint: Endpoint) throws
                -> TaskSnapshot
            { try base.content(response, of: output, at: endpoint) }

            public func cancelRequest(for task: RemoteTask, at endpoint: Endpoint) throws -> HTTPRequest? {
                try base.cancelRequest(for: task, at: endpoint)
            }

            public func cancellation(_ response: HTTPResponse, of task: RemoteTask) throws -> Cancellation {
                try base.cancellation(response, of: task)
            }

            public func listRequest(_ listing: TaskListing, at endpoint: Endpoint) throws -> HTTPRequest? {
                try base.listRequest(listing, at: endpoint)
            }

            public func page(_ response: HTTPResponse, of listing: TaskListing, at endpoint: Endpoint) throws -> TaskPage {
                try base.page(response, of: listing, at: endpoint)
            }

            public func lookupRequest(for ownID: String, of request: VideoRequest, at endpoint: Endpoint) throws
                -> HTTPRequest?
            { try base.lookupRequest(for: ownID, of: request, at: endpoint) }

            public func found(
                _ response: HTTPResponse,
                for ownID: String,
                of request: VideoRequest,
                at endpoint: Endpoint
            ) throws -> [TaskSnapshot] { try base.found(response, for: ownID, of: request, at: endpoint) }
        }
        """#

    private static let manifestPlugins = """
        public import VideoGenerationCore

        /// The dialect of this module, for a `ProviderRegistry`. The list is empty if the manifest has a mistake, which the
        /// conformance test reports.
        public let plugins: [ProviderPlugin] = [try? __NAME__Dialect()].compactMap { dialect in
            dialect.map { dialect in
                ProviderPlugin(
                    dialect: dialect.name,
                    summary: "__NAME__",
                    samples: dialect.samples,
                    make: { _ in dialect }
                )
            }
        }
        """

    private static let manifestTest = """
        __IMPORTS__

        @Suite struct __NAME__ConformanceTests {
            @Test("__NAME__ passes the conformance suite") func conformance() async throws {
                let dialect = try __NAME__Dialect()
                try await ProviderConformance(dialect: dialect, script: dialect.samples).run()
            }
        }
        """
}
