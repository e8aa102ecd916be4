import Foundation
import Testing
import Vertex
import VideoGeneration
import VideoGenerationTesting

@Suite("Vertex", .timeLimit(.minutes(20)))
struct VertexTaskTests {
    static let model = "publishers/google/models/veo-3.1-lite-generate-001"
    static let id = "projects/my-project/locations/us-central1/\(model)/operations/a1b2-c3"
    private let dialect = VertexDialect()
    private let task = RemoteTask(id: VertexTaskTests.id)
    private let endpoint: Endpoint

    init() throws { endpoint = try Endpoint(VertexBodyTests.base) }

    private func snapshot(_ rest: String, name: String = id) throws -> TaskSnapshot {
        let text = #"{"name":"\#(name)"\#(rest)}"#
        return try dialect.snapshot(HTTPResponse(status: 200, body: Array(text.utf8)), of: task, at: endpoint)
    }

    @Test("The dialect keeps the promises of an adapter")
    func conformance() async throws {
        try await ProviderConformance(dialect: VertexDialect(), script: .vertex).run()
    }

    @Test("A poll is a POST that only reads, at the model of the operation, with the whole name in its body")
    func addresses() throws {
        let poll = try dialect.statusRequest(for: task, at: endpoint)
        #expect(poll.method == .post && poll.isSafe)
        #expect(poll.url.string == "\(VertexBodyTests.base)/\(Self.model):fetchPredictOperation")
        #expect(String(decoding: poll.body ?? [], as: UTF8.self) == #"{"operationName":"\#(Self.id)"}"#)
        let hostile = RemoteTask(id: "projects/p/locations/l/publishers/../../../x/operations/7")
        #expect(throws: VideoError.self) { try dialect.statusRequest(for: hostile, at: endpoint) }
        let bare = RemoteTask(id: "7", model: "veo-3.1-generate-001")
        let url = try dialect.statusRequest(for: bare, at: endpoint).url.string
        #expect(url.hasSuffix("/publishers/google/models/veo-3.1-generate-001:fetchPredictOperation"))
    }

    @Test("An operation runs until it is done, and has its videos in the response or in a bucket")
    func outputs() throws {
        #expect(try snapshot("").state == .running)
        #expect(try snapshot(#","done":false,"metadata":{"@type":"x"}"#).state == .running)
        let inline = try snapshot(
            #","done":true,"response":{"videos":[{"bytesBase64Encoded":"AAAAIGZ0eXA=","mimeType":"video/mp4"}]}"#
        )
        #expect(inline.state == .succeeded && inline.outputs.map(\.source) == [.inline(.text("AAAAIGZ0eXA="))])
        let stored = try snapshot(
            #","done":true,"response":{"videos":[{"gcsUri":"gs://b/a.mp4"},{"gcsUri":"https://evil.example/v.mp4"}]}"#
        )
        #expect(stored.outputs.map(\.source) == [.bucket("gs://b/a.mp4")])
    }

    @Test("The same operation under the number of the project is this task, and another one is not")
    func projectNumber() throws {
        let number = Self.id.replacing("my-project", with: "461732098812")
        let done = #","done":true,"response":{"videos":[{"gcsUri":"gs://b/a.mp4"}]}"#
        #expect(try snapshot(done, name: number).remote.id == Self.id)
        #expect(throws: VideoError.self) { try snapshot(done, name: Self.id + "9") }
    }

    @Test("A withheld video is rejected content with all reasons, and does not hide a video that exists")
    func filtered() throws {
        let reasons = #""raiMediaFilteredCount":2,"raiMediaFilteredReasons":["No faces. 17301594","No logos."]"#
        let withheld = try snapshot(#","done":true,"response":{\#(reasons)}"#)
        #expect(withheld.state == .failed && withheld.doubt == nil && withheld.failure?.code == .contentRejected)
        #expect(withheld.failure?.message == "No faces. 17301594 No logos.")
        let partly = try snapshot(#","done":true,"response":{\#(reasons),"videos":[{"gcsUri":"gs://b/a.mp4"}]}"#)
        #expect(partly.state == .succeeded && partly.outputs.count == 1 && partly.failure == nil)
        let counted = try snapshot(#","done":true,"response":{"raiMediaFilteredCount":1}"#)
        #expect(counted.state == .failed && counted.failure?.code == .contentRejected)
    }

    @Test("An error of the operation ends the task, and an error of the poll does not")
    func errors() throws {
        let failed = try snapshot(#","done":true,"error":{"code":13,"message":"Internal error."}"#)
        #expect(failed.state == .failed && failed.failure?.code == .generationFailed)
        #expect(failed.failure?.message == "Internal error." && failed.failure?.providerCode == "13")
        let missing = HTTPResponse(
            status: 404,
            body: Array(#"{"error":{"code":404,"message":"Not here.","status":"NOT_FOUND"}}"#.utf8)
        )
        let error = #expect(throws: VideoError.self) { try dialect.snapshot(missing, of: task, at: endpoint) }
        #expect(error?.code == .taskNotFound)
        let without = try snapshot(#","done":true,"response":{}"#)
        #expect(without.doubt == .withoutOutput && without.failure?.code == .outputMissing)
    }

    @Test("An object of a bucket is fetched from Google's storage with the token, which goes nowhere else")
    func bucket() async throws {
        let link = try #require(try dialect.bucketLink("gs://my-bucket/a b/v?1#2.mp4", at: endpoint))
        let storage = "https://storage.googleapis.com/storage/v1/b/my-bucket/o/a%20b%2Fv%3F1%232.mp4?alt=media"
        #expect(link.string == storage)
        for uri in ["gs://", "gs:///x", "gs://b", "gs://b/", "s3://b/o", "https://b/o"] {
            #expect(try dialect.bucketLink(uri, at: endpoint) == nil, "\(uri)")
        }
        let credential = try #require(
            try DialectProvider.vertex(project: "p", key: Secret("ya29.invented-token-0123456789")).credential
        )
        #expect(credential.covers(link))
        for other in ["https://storage.googleapis.com.evil.example/x", "http://storage.googleapis.com/x"] {
            let url = try #require(HTTPURL(other))
            #expect(!credential.covers(url))
        }
        // A relay or a simulator does not make Google's storage trusted.
        #expect(dialect.trustedOrigins(for: try Endpoint("https://relay.example/v1")).isEmpty)
        #expect(dialect.trustedOrigins(for: try Endpoint("http://127.0.0.1:8080/v1")).isEmpty)
    }

    @Test("A poll with a video in a bucket gives a link that needs the token")
    func bucketOutput() async throws {
        let done = #"{"name":"\#(Self.id)","done":true,"response":{"videos":[{"gcsUri":"gs://b/a.mp4"}]}}"#
        let transport = ScriptedTransport { _ in HTTPResponse(status: 200, body: Array(done.utf8)) }
        let provider = try DialectProvider.vertex(project: "p", key: Secret("ya29.invented-token-0123456789"))
        let context = ExchangeContext(transport: transport, date: .now)
        let outputs = try await provider.status(of: task, in: context).outputs
        #expect(outputs.map { $0.link?.string } == ["https://storage.googleapis.com/storage/v1/b/b/o/a.mp4?alt=media"])
        #expect(outputs.map(\.needsCredential) == [true])
    }
}
