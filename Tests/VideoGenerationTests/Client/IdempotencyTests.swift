import Synchronization
import Testing
import VideoGenerationTesting

@testable import VideoGeneration
@testable import VideoGenerationCore

@Suite(.timeLimit(.minutes(20))) struct IdempotencyTests {
    /// A wire format with a header for it.
    private struct KeyedDialect: VideoDialect {
        let name = "keyed"
        let models: [ModelDescription] = []
        let ownIDField: OwnIDField? = .header("Idempotency-Key")
        let reader = ResponseReader(statuses: .relays)

        func submitRequest(_ request: VideoRequest, at endpoint: Endpoint) throws -> HTTPRequest {
            HTTPRequest(.post, try endpoint.url("videos"))
        }
        func statusRequest(for task: RemoteTask, at endpoint: Endpoint) throws -> HTTPRequest {
            HTTPRequest(.get, try endpoint.url("videos", task.id))
        }
    }

    @Test(
        "S14 where a dialect has an idempotency key, every sending of an order carries the same, another order another"
    )
    func key() async throws {
        let folder = try TemporaryFolder()
        let answers = Mutex(0)
        let transport = ScriptedTransport { request in
            guard request.method == .post else { return HTTPResponse(status: 404) }
            let number = answers.withLock { count in
                count += 1
                return count
            }
            return number == 1
                ? HTTPResponse(status: 429, fields: ["Retry-After": "1"], body: [])
                : HTTPResponse(status: 200, body: Array(#"{"id":"video_\#(number)","status":"queued"}"#.utf8))
        }
        let provider = DialectProvider(
            id: "keyed",
            dialect: KeyedDialect(),
            endpoint: try Endpoint("https://api.example.com"),
            key: nil
        )
        let journal = try FileJournal(
            folder: folder.path,
            environment: EngineEnvironment(transport: transport, clock: ManualClock())
        )
        let client = VideoClient(providers: [provider], journal: journal)
        for _ in 0..<2 { try await client.submit(VideoRequest(prompt: "a boat"), using: "keyed") }
        let posts = transport.requests.filter { $0.method == .post }
        #expect(posts[0] == posts[1], "the bytes of one order's sendings are the same")
        let keys = posts.compactMap { $0.fields["Idempotency-Key"] }
        #expect(keys.count == 3 && keys[0] == keys[1] && keys[1] != keys[2])
    }
}
