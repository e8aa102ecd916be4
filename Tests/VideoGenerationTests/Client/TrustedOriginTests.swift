import Testing
import VideoGenerationTesting

@testable import VideoGeneration
@testable import VideoGenerationCore

@Suite("Requests go to the endpoint and to trusted origins", .timeLimit(.minutes(20)))
struct TrustedOriginTests {
    private func dialect() throws -> RowDialect {
        var dialect = RowDialect(hasFiles: true)
        dialect.reader = ResponseReader(
            statuses: .relays,
            keys: ResponseKeys(
                pollingURLs: ["status_url"],
                resultURLs: ["response_url"],
                cancelURLs: ["urls.cancel"]
            )
        )
        dialect.trusted = [
            try #require(TrustedOrigin("https://rest.example.com", getsKey: true)),
            try #require(TrustedOrigin("https://files.example.com", getsKey: false)),
        ]
        return dialect
    }

    private func bench(_ host: String, _ state: String = "processing") throws -> RowBench {
        try RowBench(dialect()) { _ in
            .json(
                #"""
                {"id":"t1","status":"\#(state)","status_url":"\#(host)/s?a=1","response_url":"\#(host)/r",
                "urls":{"cancel":"\#(host)/c"},"url":"https://cdn.example/f.mp4"}
                """#
            )
        }
    }

    private func exchanges(_ bench: RowBench, of remote: RemoteTask) async throws -> [HTTPRequest] {
        let count = bench.transport.requests.count
        _ = try await bench.provider.status(of: remote, in: bench.context)
        // The task is still running, so there are no outputs yet. The requests are what counts here.
        _ = try? await bench.provider.outputs(of: remote, in: bench.context)
        _ = try await bench.provider.cancel(remote, in: bench.context)
        return Array(bench.transport.requests.dropFirst(count))
    }

    @Test(
        "A URL of a response is used at a trusted origin, which gets the key only if the dialect says so",
        arguments: [("https://rest.example.com", true), ("https://files.example.com", false), ("", true)]
    )
    func carried(host: String, getsKey: Bool) async throws {
        let bench = try bench(host)
        let remote = try #require(try await bench.submit().remote)
        let base = host.isEmpty ? "https://api.example.com" : host
        #expect(remote.pollingURL == base + "/s?a=1" && remote.resultURL == base + "/r")
        #expect(remote.cancelURL == base + "/c")
        let requests = try await exchanges(bench, of: remote)
        #expect(requests.map(\.url.string) == [base + "/s?a=1", base + "/r", base + "/c"])
        #expect(requests.map(\.method) == [.get, .get, .put])
        for request in requests { #expect((request.fields["Authorization"] != nil) == getsKey) }
    }

    static let strangers = [
        "https://rest.example.com.evil.example", "https://rest.example.com:8443", "http://rest.example.com",
        "https://user:pw@rest.example.com", "//evil.example", "https://api.example.com@evil.example",
        "http://127.0.0.1:1", "https://REST.example.com.", "ftp://rest.example.com", "https:\\\\evil.example",
    ]

    @Test("A URL that leads elsewhere is ignored, and the task is polled at its own address", arguments: strangers)
    func elsewhere(host: String) async throws {
        let bench = try bench("https://rest.example.com")
        let text = { (path: String) in host + path }
        let remote = RemoteTask(id: "t1", pollingURL: text("/s"), resultURL: text("/r"), cancelURL: text("/c"))
        let urls = try await exchanges(bench, of: remote).map(\.url.string)
        let own = "https://api.example.com/v1/videos/t1"
        #expect(urls == [own, own + "/file", own + "/cancel"])
    }

    @Test("A request to another origin is refused before it is sent, with a key and without one")
    func refused() async throws {
        let bench = try bench("")
        for key in [nil, try Secret(RowBench.key)] {
            let provider = DialectProvider(
                id: "rows",
                dialect: try dialect(),
                endpoint: bench.provider.info.endpoint,
                key: key
            )
            for url in ["https://evil.example/", "http://rest.example.com/", "https://api.example.com:444/"] {
                let request = HTTPRequest.reading(try #require(HTTPURL(url)))
                let error = await bench.failure { try await provider.response(to: request, in: bench.context) }
                #expect(error?.code == .unsafeURL && error?.progress == .notSent)
            }
        }
        #expect(bench.transport.requests.isEmpty)
    }

    @Test("A URL in which the provider repeated the key is not used")
    func keyInURL() async throws {
        let bench = try bench("https://rest.example.com/\(RowBench.key)")
        let remote = try #require(try await bench.submit().remote)
        #expect(remote.pollingURL?.contains(RowBench.key) == false)
        _ = try await bench.provider.status(of: remote, in: bench.context)
        #expect(bench.requests.last?.url.string == "https://api.example.com/v1/videos/t1")
    }

    @Test("The URLs of a response survive the journal, and later responses without them keep them")
    func kept() async throws {
        let bench = try bench("https://rest.example.com")
        let task = try await bench.submit()
        let journal = try FileJournal(folder: bench.folder.path)
        var read = try #require(try journal.task(task.id))
        #expect(read.remote == task.remote && read.remote?.cancelURL == "https://rest.example.com/c")
        read.merge(TaskSnapshot(RemoteTask(id: "t1"), .running))
        #expect(read.remote == task.remote)
    }

    @Test("A dialect cannot trust an origin over plain http on another machine")
    func insecure() async throws {
        var dialect = RowDialect()
        dialect.trusted = [TrustedOrigin(of: try #require(HTTPURL("http://rest.example.com")), getsKey: true)]
        #expect(TrustedOrigin("http://rest.example.com", getsKey: true) == nil)
        let endpoint = try Endpoint("https://api.example.com")
        #expect(dialect.carriedURL("http://rest.example.com/s", at: endpoint) == nil)
    }
}
