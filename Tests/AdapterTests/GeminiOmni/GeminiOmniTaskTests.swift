import Foundation
import GeminiOmni
import Testing
import VideoGeneration
import VideoGenerationTesting

@Suite("An interaction is read by its own steps", .timeLimit(.minutes(20)))
struct GeminiOmniTaskTests {
    private static let id = "v1_ChdQ.Zm9v_YmFy-17"
    private let dialect = GeminiOmniDialect()
    private let endpoint: Endpoint
    private let task = RemoteTask(id: GeminiOmniTaskTests.id)

    init() throws { endpoint = try Endpoint("https://generativelanguage.googleapis.com") }

    private func snapshot(_ rest: String, _ status: String = "completed") throws -> TaskSnapshot {
        let text = #"{"id": "\#(Self.id)", "status": "\#(status)", \#(rest)}"#
        return try dialect.snapshot(HTTPResponse(status: 200, body: Array(text.utf8)), of: task, at: endpoint)
    }

    private static let input = #"""
        {"type": "user_input", "content": [{"type": "video", "uri": "https://input.example/mine.mp4"},
          {"type": "video", "data": "AAAAIGZ0eXA=", "mime_type": "video/mp4"}]}
        """#

    @Test("The ID is one component of the path")
    func addresses() throws {
        let poll = try dialect.statusRequest(for: task, at: endpoint)
        let base = "https://generativelanguage.googleapis.com/v1beta/interactions/v1_ChdQ.Zm9v_YmFy-17"
        #expect(poll.url.string == base && poll.method == .get)
        let cancel = try #require(try dialect.cancelRequest(for: task, at: endpoint))
        #expect(cancel.url.string == base + "/cancel" && cancel.method == .post)
    }

    @Test("A video of the model is the output; a video that the user gave is not")
    func outputs() throws {
        let uri = "https://generativelanguage.googleapis.com/v1beta/files/v:download?alt=media"
        let output = #"{"type": "model_output", "content": [{"type": "video", "uri": "\#(uri)"}]}"#
        let done = try snapshot(#""steps": [\#(Self.input), {"type": "thought"}, \#(output)]"#)
        #expect(done.outputs.map { $0.link?.string } == [uri])
        // The download needs the key, which goes to the API's own host only.
        #expect(done.outputs.map(\.needsCredential) == [true])
        let elsewhere = #"""
            {"type": "model_output", "content": [{"type": "video", "uri": "https://cdn.example/v.mp4"}]}
            """#
        #expect(try snapshot(#""steps": [\#(elsewhere)]"#).outputs.map(\.needsCredential) == [false])
    }

    @Test("A video inside the response is an inline output")
    func inline() throws {
        let output = #"""
            {"type": "model_output", "content": [{"type": "video", "data": "AAAAIGZ0eXA=", "mime_type": "video/mp4"}]}
            """#
        let done = try snapshot(#""steps": [\#(Self.input), \#(output)]"#)
        #expect(done.outputs.map(\.source) == [.inline(.text("AAAAIGZ0eXA="))])
        #expect(done.state == .succeeded && done.failure == nil)
    }

    @Test("A completed interaction without a video is doubted, and keeps its task")
    func withoutOutput() throws {
        let done = try snapshot(#""steps": [\#(Self.input)]"#)
        #expect(done.outputs.isEmpty && done.failure?.code == .outputMissing)
        #expect(done.doubt == .withoutOutput && done.remote.id == Self.id)
    }

    @Test("The reason of a failure is found in a step and in the errors")
    func reasons() throws {
        let step = #"{"type": "model_output", "error": {"code": 3, "message": "The prompt violates our policy."}}"#
        let refused = try snapshot(#""steps": [\#(Self.input), {"type": "thought"}, \#(step)]"#, "failed")
        #expect(refused.state == .failed && refused.failure?.code == .contentRejected)
        #expect(refused.failure?.message == "The prompt violates our policy.")
        let errors = #""errors": [{"code": "internal", "message": "The model is overloaded."}], "steps": []"#
        for word in ["failed", "incomplete", "budget_exceeded"] {
            let failed = try snapshot(errors, word)
            #expect(failed.state == .failed && failed.doubt == nil, "\(word)")
            #expect(failed.failure?.message == "The model is overloaded.", "\(word)")
        }
        let hidden = try snapshot(#""steps": [\#(Self.input), \#(step)]"#)
        #expect(hidden.failure?.code == .contentRejected && hidden.doubt == .withoutOutput)
    }

    @Test("The label with this program's ID is sent and read")
    func ownID() async throws {
        let provider = try DialectProvider.geminiOmni(key: Secret("AIza-test-key-0123456789"))
        let transport = ScriptedTransport { request in
            let body = try? JSONValue(parsing: request.body ?? [])
            let label = body?["labels"]?["task"]?.text ?? "none"
            let order = body?["labels"]?["order"]?.text ?? "none"
            let text =
                #"{"id": "v1_x", "status": "in_progress", "labels": {"task": "\#(label)", "order": "\#(order)"}}"#
            return HTTPResponse(status: 200, body: Array(text.utf8))
        }
        let context = ExchangeContext(
            transport: transport,
            date: Date(timeIntervalSince1970: 1_790_000_000),
            idempotencyKey: "v7-abcd-1790000000"
        )
        var request = VideoRequest(prompt: "a boat")
        request.options = ["labels": ["order": "abc"]]
        let accepted = try await provider.submit(request, in: context)
        #expect(accepted.ownID == "v7-abcd-1790000000" && accepted.remote.id == "v1_x")
        #expect(!provider.info.canLookUp && !provider.info.canList)
    }

    @Test("The key is in its own header, and goes to the API's host only")
    func key() async throws {
        let provider = try DialectProvider.geminiOmni(key: Secret("AIza-test-key-0123456789"))
        let credential = try #require(provider.credential)
        let poll = try dialect.statusRequest(for: task, at: endpoint)
        let sent = try await credential.authorizing(poll, at: .distantPast)
        #expect(sent.fields["x-goog-api-key"] == "AIza-test-key-0123456789" && sent.fields["Authorization"] == nil)
        let other = HTTPRequest.reading(try #require(HTTPURL("https://storage.googleapis.com/b/v.mp4")))
        #expect(try await credential.authorizing(other, at: .distantPast).fields["x-goog-api-key"] == nil)
    }

    @Test("A key that is not valid is HTTP 400, and is named as such")
    func wrongKey() throws {
        let text = #"{"error": {"code": 400, "message": "API key not valid.", "status": "INVALID_ARGUMENT"}}"#
        let response = HTTPResponse(status: 400, body: Array(text.utf8))
        let error = #expect(throws: VideoError.self) { try dialect.snapshot(response, of: task, at: endpoint) }
        #expect(error?.code == .authenticationFailed)
    }

    @Test("Only the word cancelled ends a task")
    func cancellation() throws {
        func result(_ text: String, _ status: Int = 200) throws -> Cancellation {
            try dialect.cancellation(HTTPResponse(status: status, body: Array(text.utf8)), of: task)
        }
        #expect(try result(#"{"id": "v1", "status": "cancelled"}"#) == .cancelled)
        #expect(try result(#"{"id": "v1", "status": "in_progress"}"#) == .requested)
        #expect(try result("{}") == .requested && result("") == .requested)
        #expect(try result(#"{"id": "v1", "status": "completed"}"#) == .refused)
        #expect(try result(#"{"error": {"code": "invalid_request", "message": "It is done."}}"#, 400) == .refused)
    }

    @Test("The responses that repeat the inputs may be large")
    func limits() {
        for operation in [DialectOperation.submit, .status, .file, .cancel] {
            #expect(dialect.responseLimit(for: operation) == 256 << 20)
        }
        #expect(dialect.responseLimit(for: .list) == 1 << 20)
    }

    @Test("Every described model has a day, and the default one is not a preview")
    func models() {
        #expect(dialect.models.allSatisfy { $0.readOn == "2026-11-27" && $0.modes.count == 5 })
        #expect(dialect.models.contains { $0.name == dialect.defaultModel })
        #expect(dialect.defaultModel?.contains("preview") == false)
    }
}
