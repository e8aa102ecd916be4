import Testing
import VideoGeneration

@testable import VideoREPL

@Suite("A request is shown as it is sent, without its key", .timeLimit(.minutes(20)))
struct ShownRequestTests {
    /// A dialect that sends its key in a field of its own, or signs.
    private struct Keyed: VideoDialect {
        let base = TestDialect()
        let makeAuthorizer: @Sendable (Secret) -> any RequestAuthorizer
        var name: String { base.name }
        var models: [ModelDescription] { [] }
        var reader: ResponseReader { base.reader }
        func authorizer(for key: Secret) -> any RequestAuthorizer { makeAuthorizer(key) }
        func submitRequest(_ request: VideoRequest, at endpoint: Endpoint) throws -> HTTPRequest {
            .posting(["prompt": .string(request.prompt)], to: try endpoint.url("videos"))
        }
        func statusRequest(for task: RemoteTask, at endpoint: Endpoint) throws -> HTTPRequest {
            try base.statusRequest(for: task, at: endpoint)
        }
    }

    private struct Signer: RequestAuthorizer {
        func fields(for request: HTTPRequest, at date: Date) async throws -> HTTPFields { ["X-Signature": "s"] }
        func scrubbing(_ text: String) -> String { text }
    }

    private func shown(_ keyVariable: String?, _ make: @escaping @Sendable (Secret) -> any RequestAuthorizer) throws
        -> ShownRequest
    {
        let dialect = Keyed(makeAuthorizer: make)
        let request = try dialect.submitRequest(VideoRequest(prompt: "a"), at: Endpoint("https://api.example.com"))
        return ShownRequest(request, of: dialect, keyVariable: keyVariable, inputs: [])
    }

    @Test(
        "The key's variable is in the field that the dialect names, also in the curl command",
        arguments: [("x-goog-api-key", ""), ("Authorization", "Key "), ("Authorization", "Bearer "), ("X-Key", "")]
    )
    func field(name: String, prefix: String) throws {
        let shown = try shown("ACME_KEY") { KeyAuthorizer($0, in: name, prefix: prefix) }
        #expect(shown.lines.contains("\(name): \(prefix)$ACME_KEY"))
        #expect(shown.lines.last?.contains("-H \"\(name): \(prefix)$ACME_KEY\"") == true)
        #expect(shown.json["headers"]?[name]?.text == "\(prefix)$ACME_KEY")
        let keyless = try self.shown(nil) { KeyAuthorizer($0, in: name, prefix: prefix) }
        #expect(keyless.lines.allSatisfy { !$0.contains("ACME_KEY") && !$0.hasPrefix(name) })
    }

    @Test("A request that is signed when it is sent has no curl command, and the output says why")
    func signed() throws {
        let shown = try shown("ACME_KEY") { _ in Signer() }
        #expect(shown.lines.allSatisfy { !$0.contains("curl -X") && !$0.contains("X-Signature") })
        #expect(shown.lines.last?.contains("signs each request") == true)
        #expect(shown.json["curl"] == .null)
    }
}
