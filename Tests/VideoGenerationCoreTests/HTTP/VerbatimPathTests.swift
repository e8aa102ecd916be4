import Testing

@testable import VideoGenerationCore

@Suite("IDs that are paths", .timeLimit(.minutes(20)))
struct VerbatimPathTests {
    private let endpoint: Endpoint

    init() throws { endpoint = try Endpoint("https://api.example.com/v1") }

    @Test(
        "Slashes, colons and percent-encoding are kept",
        arguments: [
            ("models/veo-3/operations/7:cancel", "models/veo-3/operations/7:cancel"),
            ("a/b%20c", "a/b%20c"), ("a/b c", "a/b%20c"), ("a/é", "a/%C3%A9"), ("a/b;c=1", "a/b;c=1"),
            ("a/...", "a/..."), ("a/b@c+d=", "a/b@c+d="),
        ]
    )
    func kept(path: String, sent: String) throws {
        #expect(try endpoint.url(verbatim: path).string == "https://api.example.com/v1/\(sent)")
        let url = try endpoint.url(verbatim: path, query: [("a", "b/c")])
        #expect(url.string == "https://api.example.com/v1/\(sent)?a=b%2Fc")
    }

    @Test(
        "A path that could lead elsewhere is refused, in every encoding",
        arguments: [
            "", "/", "..", ".", "a/..", "../a", "a/../b", "a/./b", "%2e%2e", "a/%2E%2e/b", "a/.%2e", "%252e%252e",
            "%25252e", "a//b", "a/", "/a", "//evil.example/x", "a?b", "a#b", "a\\b", "a%5Cb", "a%2Fb", "a%252Fb",
            "a\nb", "a\r\nHost: evil", "a%0d%0ab", "a\u{0}b", "a%00", "a\u{7F}", "..;/a", "a/..;x=1", ";", "a%", "a%zz",
            "a%ff",
        ]
    )
    func refused(path: String) throws {
        let error = #expect(throws: VideoError.self) { try endpoint.url(verbatim: path) }
        #expect(error?.code == .invalidRequest && error?.purchase == VideoError.Purchase.none)
    }

    @Test("A very long path is refused without a trap")
    func long() {
        #expect(throws: VideoError.self) { try endpoint.url(verbatim: String(repeating: "a/b", count: 10_000)) }
    }

    /// A wire format whose IDs are paths.
    private struct PathDialect: VideoDialect {
        let name = "paths"
        let models: [ModelDescription] = []
        let reader = ResponseReader(statuses: StatusTable(), idKeys: ["name"])
        func submitRequest(_ request: VideoRequest, at endpoint: Endpoint) throws -> HTTPRequest {
            .posting([:], to: try endpoint.url("videos"))
        }
        func statusRequest(for task: RemoteTask, at endpoint: Endpoint) throws -> HTTPRequest {
            .reading(try endpoint.url(verbatim: task.id))
        }
    }

    @Test("An ID with slashes and colons is accepted, explained and polled as it was sent")
    func accepted() throws {
        let id = "models/veo-3/operations/7:a"
        let dialect = PathDialect()
        let response = HTTPResponse(status: 200, body: Array(#"{"name":"\#(id)"}"#.utf8))
        let submitted = ResponseExplanation(of: response, to: .submit, by: dialect, at: endpoint)
        #expect(submitted.snapshot?.remote.id == id && submitted.purchase == .accepted(isProvisional: false))
        #expect(submitted.json["taskID"]?.text == id && submitted.words.contains("Task: \(id)"))
        for asked in [nil, id] {
            let polled = ResponseExplanation(of: response, to: .status, by: dialect, at: endpoint, taskID: asked)
            #expect(polled.snapshot?.remote.id == id && polled.error == nil)
        }
        let other = ResponseExplanation(of: response, to: .status, by: dialect, at: endpoint, taskID: "models/veo-3/8")
        #expect(other.error?.message.contains("another task") == true)
        let url = try dialect.statusRequest(for: RemoteTask(id: id), at: endpoint).url
        #expect(url.string == "https://api.example.com/v1/\(id)")
    }
}
