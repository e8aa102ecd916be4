import Testing
import VideoGenerationTesting

@testable import VideoGeneration
@testable import VideoGenerationCore

@Suite("A key is sent in the field that the dialect names", .timeLimit(.minutes(20)))
struct KeyFieldTests {
    static let fields = [
        ("Authorization", "Bearer "), ("Authorization", "Key "), ("Authorization", "Token "), ("x-goog-api-key", ""),
        ("X-Key", ""), ("api-key", ""),
    ]

    @Test("Every exchange of an entry in providers.json has the key in the dialect's field", arguments: fields)
    func field(name: String, prefix: String) async throws {
        var dialect = RowDialect(canLookUp: true, canList: true, hasFiles: true)
        dialect.authorize = { KeyAuthorizer($0, in: name, prefix: prefix) }
        let bench = try RowBench(dialect) { _ in
            .json(#"{"id":"t1","status":"completed","url":"https://cdn.example/f.mp4"}"#)
        }
        let remote = RemoteTask(id: "t1")
        _ = try await bench.submit()
        _ = try await bench.provider.status(of: remote, in: bench.context)
        _ = try await bench.provider.outputs(of: remote, in: bench.context)
        _ = try await bench.provider.cancel(remote, in: bench.context)
        _ = try? await bench.provider.list(TaskListing(), in: bench.context)
        _ = try await bench.provider.lookUp("own", of: VideoRequest(prompt: "a"), in: bench.context)
        #expect(Set(bench.requests.map(\.url.path)).count == 6)
        for request in bench.transport.requests {
            #expect(request.fields.filter { $0.value.contains(RowBench.key) }.map(\.name) == [name])
            #expect(request.fields[name] == prefix + RowBench.key)
        }
        let shown = RowDialect(authorize: dialect.authorize).keyField(showing: "$ROWS_KEY")
        #expect(shown?.name == name && shown?.value == "\(prefix)$ROWS_KEY")
    }

    @Test(
        "A key in any field is not sent over plain http to another machine",
        arguments: ["authorization", "X-Goog-Api-Key", "x-api-key", "X-Key", "Api-Key", "Cookie", "X-Acme-Token"]
    )
    func plainText(name: String) throws {
        let url = try #require(HTTPURL("http://videos.example.test/v1"))
        let request = HTTPRequest(.get, url, fields: [name: "k"])
        let error = #expect(throws: HTTPTransportError.self) { try request.checkRules() }
        #expect(error?.code == .invalidRequest && error?.progress == .notSent)
        try HTTPRequest(.post, url, fields: ["Idempotency-Key": "v1"]).checkRules()
        try HTTPRequest(.get, try #require(HTTPURL("http://127.0.0.1:9/")), fields: [name: "k"]).checkRules()
    }

    @Test("A field that an authorizer added counts as a key, whatever its name")
    func addedField() async throws {
        let origin = try Endpoint("https://api.example.com").origin
        let credential = Credential(KeyAuthorizer(try Secret("k-0123456789"), in: "X-Acme", prefix: ""), for: [origin])
        let url = try #require(HTTPURL("https://api.example.com/v1"))
        var request = try await credential.authorizing(HTTPRequest(.get, url), at: .now)
        #expect(request.fields.map(request.carriesKey) == [true])
        request.url = try #require(HTTPURL("http://api.example.com/v1"))
        #expect(throws: HTTPTransportError.self) { try request.checkRules() }
    }
}
