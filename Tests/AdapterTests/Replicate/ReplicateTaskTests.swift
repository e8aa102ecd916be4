import Foundation
import Replicate
import Testing
import VideoGeneration
import VideoGenerationTesting

@Suite("Replicate", .timeLimit(.minutes(20)))
struct ReplicateTaskTests {
    private static let id = "gm3qorzdhgbfurvjtvhg6dckhu"
    private let dialect = ReplicateDialect()
    private let endpoint: Endpoint
    private let task = RemoteTask(id: ReplicateTaskTests.id)

    init() throws { endpoint = try Endpoint("https://api.replicate.com/v1") }

    private func poll(_ status: String, _ rest: String, id: String = ReplicateTaskTests.id) throws -> TaskSnapshot {
        let text = #"""
            {"id": "\#(id)", "model": "acme/film", "version": "hidden", "status": "\#(status)", \#(rest),
             "input": {"prompt": "a boat", "video": "https://input.example/mine.mp4"},
             "urls": {"get": "https://api.replicate.com/v1/predictions/x", "content_url": "https://replicate.com/p/x"}}
            """#
        return try dialect.snapshot(HTTPResponse(status: 200, body: Array(text.utf8)), of: task, at: endpoint)
    }

    @Test("The adapter keeps the promises")
    func conformance() async throws {
        try await ProviderConformance(dialect: dialect, script: .replicate).run()
    }

    @Test("The preset is that of the plugin")
    func preset() throws {
        let plugin = try #require(Replicate.plugins.first)
        let preset = try #require(plugin.presets.first)
        let provider = try DialectProvider.replicate(key: Secret("r8_test_key_0123456789"))
        #expect(provider.info.id == preset.id && provider.info.dialect == plugin.dialect)
        #expect(provider.info.endpoint == (try Endpoint(preset.baseURL)))
        #expect(preset.keyEnv == "REPLICATE_API_TOKEN" && provider.info.keyVariable == "REPLICATE_API_TOKEN")
        #expect(dialect.models.allSatisfy { $0.readOn == "2026-11-28" && $0.outputLifetime == 3_600 })
    }

    @Test(
        "The output can be a link, a list of links, or an object with a link",
        arguments: [
            #""https://replicate.delivery/a/v.mp4""#, #"["https://replicate.delivery/a/v.mp4"]"#,
            #"{"video": "https://replicate.delivery/a/v.mp4", "thumbnail": "https://replicate.delivery/a/v.png"}"#,
            #"["https://replicate.delivery/a/v.mp4", "https://replicate.delivery/a/v.png"]"#,
        ]
    )
    func outputs(_ output: String) throws {
        let done = try poll("succeeded", #""output": \#(output), "data_removed": false"#)
        #expect(done.state == .succeeded && done.failure == nil && done.remote.model == "acme/film")
        #expect(done.outputs.map { $0.link?.string } == ["https://replicate.delivery/a/v.mp4"])
        #expect(done.outputs.map(\.needsCredential) == [false])
    }

    @Test("Nothing but the output is the video", arguments: ["null", "[]", #""hello Alice""#, "{}", "7"])
    func noOutput(_ output: String) throws {
        let done = try poll("succeeded", #""output": \#(output), "data_removed": false"#)
        #expect(done.outputs.isEmpty && done.failure?.code == .outputMissing && done.doubt == .withoutOutput)
        #expect(done.remote.id == Self.id)
    }

    @Test("A prediction whose output was removed is expired; one whose output is still there is not")
    func removed() throws {
        let gone = try poll("succeeded", #""output": null, "data_removed": true"#)
        #expect(gone.state == .expired && gone.failure?.code == .taskExpired && gone.doubt == nil)
        let kept = try poll("succeeded", #""output": "https://replicate.delivery/v.mp4", "data_removed": true"#)
        #expect(kept.state == .succeeded && kept.outputs.count == 1)
        // The flag says nothing about a prediction that has not succeeded.
        #expect(try poll("processing", #""output": null, "data_removed": true"#).state == .running)
        #expect(try poll("failed", #""output": null, "error": "It broke.", "data_removed": true"#).state == .failed)
        // The response about another prediction does not count.
        #expect(throws: VideoError.self) {
            try poll("succeeded", #""output": null, "data_removed": true"#, id: "other")
        }
    }

    @Test("A canceled and an aborted prediction are canceled, and a failed one has its reason")
    func ends() throws {
        for word in ["canceled", "aborted"] {
            #expect(try poll(word, #""output": null"#).state == .cancelled)
        }
        let failed = try poll("failed", #""error": "Out of memory.", "output": null"#)
        #expect(failed.state == .failed && failed.failure?.code == .generationFailed && failed.doubt == nil)
        #expect(failed.failure?.message == "Out of memory." && failed.charge == nil)
        let refused = try poll("failed", #""error": "NSFW content was detected.", "output": null"#)
        #expect(refused.failure?.code == .contentRejected)
    }

    @Test("A response to a submit that already has the video is a finished task")
    func finishedAtOnce() throws {
        let text = #"""
            {"id": "\#(Self.id)", "status": "succeeded", "output": "https://replicate.delivery/v.mp4", "error": null}
            """#
        let request = VideoRequest(prompt: "a boat", model: "acme/film")
        let response = HTTPResponse(status: 201, body: Array(text.utf8))
        let done = try dialect.submitted(response, of: request, at: endpoint)
        #expect(done.remote.id == Self.id && done.state == .succeeded && done.outputs.count == 1)
    }

    @Test("Only the word canceled ends a task")
    func cancellation() throws {
        func result(_ text: String, _ status: Int = 200) throws -> Cancellation {
            try dialect.cancellation(HTTPResponse(status: status, body: Array(text.utf8)), of: task)
        }
        let request = try #require(try dialect.cancelRequest(for: task, at: endpoint))
        #expect(request.method == .post)
        #expect(request.url.string == "https://api.replicate.com/v1/predictions/\(Self.id)/cancel")
        #expect(try result(#"{"id": "x", "status": "canceled"}"#) == .cancelled)
        #expect(try result(#"{"id": "x", "status": "processing"}"#) == .requested)
        #expect(try result(#"{"id": "x", "status": "starting"}"#) == .requested)
        #expect(try result("{}") == .requested && result("") == .requested)
        #expect(try result(#"{"id": "x", "status": "succeeded"}"#) == .refused)
        #expect(try result(#"{"title": "Invalid", "detail": "It is done.", "status": 422}"#, 422) == .refused)
    }

    @Test("A page has the prompts, and a cursor from the URL of the next page, which is never requested itself")
    func list() throws {
        let first = try #require(try dialect.listRequest(TaskListing(), at: endpoint))
        #expect(first.url.string == "https://api.replicate.com/v1/predictions")
        let text = #"""
            {"next": "https://evil.example/v1/predictions?x=1&cursor=cD0yMDI0%2BMDE%3D", "previous": null, "results": [
              {"id": "p-1", "model": "acme/film", "status": "processing", "input": {"prompt": "a boat"}},
              {"status": "succeeded"},
              {"id": "p-2", "status": "succeeded", "input": {}, "output": null, "data_removed": true}]}
            """#
        let page = try dialect.page(
            HTTPResponse(status: 200, body: Array(text.utf8)),
            of: TaskListing(),
            at: endpoint
        )
        #expect(page.tasks.map(\.remote.id) == ["p-1", "p-2"] && page.tasks.map(\.prompt) == ["a boat", nil])
        #expect(page.tasks.map(\.state) == [.running, .expired] && page.next == "cD0yMDI0+MDE=")
        let next = try #require(try dialect.listRequest(TaskListing(after: page.next), at: endpoint))
        #expect(next.url.string == "https://api.replicate.com/v1/predictions?cursor=cD0yMDI0%2BMDE%3D")
    }

    @Test(
        "A page without a usable cursor is the last one",
        arguments: [
            "null", #""""#, #""https://api.replicate.com/v1/predictions""#, #""?cursor=a""#, "7",
            #""https://a.example/?cursor=""#,
        ]
    )
    func lastPage(_ next: String) throws {
        let response = HTTPResponse(status: 200, body: Array(#"{"next": \#(next), "results": []}"#.utf8))
        let page = try dialect.page(response, of: TaskListing(), at: endpoint)
        #expect(page.tasks.isEmpty && page.next == nil)
    }

    @Test("The responses that repeat the input may be large")
    func limits() {
        for operation in [DialectOperation.submit, .status, .cancel, .list] {
            #expect(dialect.responseLimit(for: operation) == 64 << 20)
        }
        #expect(dialect.responseLimit(for: .upload) == 1 << 20)
    }
}
