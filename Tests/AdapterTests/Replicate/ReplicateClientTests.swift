import Replicate
import Synchronization
import Testing
import VideoGeneration
import VideoGenerationTesting

@Suite("A client loses no task at Replicate", .timeLimit(.minutes(20)))
struct ReplicateClientTests {
    /// A server with one prediction, and the requests that it received.
    private final class Server: Sendable {
        /// The members of the prediction besides its ID.
        let prediction = Mutex(#""status": "processing", "output": null"#)
        let isBroken = Mutex(false)
        let log = Mutex<[String]>([])

        func respond(to request: HTTPRequest) throws -> HTTPResponse {
            log.withLock { $0.append("\(request.method.rawValue) \(request.url.path)") }
            if isBroken.withLock({ $0 }), request.method == .post {
                throw HTTPTransportError(.connectionLost, .sent, "The connection ended.")
            }
            let rest = prediction.withLock { $0 }
            let text = #"{"id": "p-17", "model": "acme/film", "input": {"prompt": "a boat"}, \#(rest)}"#
            let body =
                request.url.path.hasSuffix("/predictions") && request.method == .get
                ? #"{"next": null, "previous": null, "results": [\#(text)]}"# : text
            return HTTPResponse(status: request.method == .post ? 201 : 200, body: Array(body.utf8))
        }

        var submits: Int { log.withLock { $0.filter { $0.hasPrefix("POST") && $0.hasSuffix("/predictions") }.count } }
    }

    private static let done = #""status": "succeeded", "output": ["https://replicate.delivery/a/v.mp4"]"#
    private static let request = VideoRequest(prompt: "a boat", model: "acme/film")

    private func client(_ server: Server, _ folder: TemporaryFolder) throws -> VideoClient {
        VideoClient(
            providers: [try .replicate(key: Secret("r8_test_key_0123456789"))],
            journal: try FileJournal(
                folder: folder.path,
                environment: EngineEnvironment(
                    transport: ScriptedTransport { try server.respond(to: $0) },
                    clock: ManualClock(),
                    random: SeededRandom(seed: 1)
                )
            )
        )
    }

    private func end(of id: VideoTask.ID, _ client: VideoClient) async throws -> VideoTask? {
        var last: VideoTask?
        for try await task in client.updates(of: id) { last = task }
        return last
    }

    @Test("A video that is finished although it was canceled is not lost")
    func canceled() async throws {
        let (server, folder) = (Server(), try TemporaryFolder())
        let client = try client(server, folder)
        let task = try await client.submit(Self.request, using: "replicate")
        #expect(try await client.cancel(task.id) == .requested)
        server.prediction.withLock { $0 = Self.done }
        #expect(try await end(of: task.id, client)?.state == .succeeded)
        #expect(server.submits == 1)
    }

    @Test("A task whose output was removed before it was downloaded ends as expired, and is not bought again")
    func removed() async throws {
        let (server, folder) = (Server(), try TemporaryFolder())
        let client = try client(server, folder)
        let task = try await client.submit(Self.request, using: "replicate")
        server.prediction.withLock { $0 = #""status": "succeeded", "output": null, "data_removed": true"# }
        let ended = try await end(of: task.id, client)
        #expect(ended?.state == .expired && ended?.failure?.code == .taskExpired)
        #expect(server.submits == 1)
    }

    @Test("A submit without a response is not sent again, and its task is resolved by its ID")
    func unknown() async throws {
        let (server, folder) = (Server(), try TemporaryFolder())
        let client = try client(server, folder)
        server.isBroken.withLock { $0 = true }
        let error = await #expect(throws: VideoError.self) { try await client.submit(Self.request, using: "replicate") }
        #expect(error?.code == .outcomeUnknown && server.submits == 1)
        let id = try #require(error?.localID)
        _ = try await client.resolve(id, as: .taken("p-17"))
        server.prediction.withLock { $0 = Self.done }
        #expect(try await end(of: id, client)?.state == .succeeded)
        #expect(server.submits == 1)
    }
}
