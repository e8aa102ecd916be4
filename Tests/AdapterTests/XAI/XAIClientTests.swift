import Synchronization
import Testing
import VideoGeneration
import VideoGenerationTesting
import XAI

@Suite("A client loses no task at xAI", .timeLimit(.minutes(20)))
struct XAIClientTests {
    /// A server with one task, and the requests that it received.
    private final class Server: Sendable {
        /// The response to a submit; nil if the connection ends instead.
        let accepted: String?
        let polls: Mutex<(status: Int, text: String)>
        let log = Mutex<[String]>([])

        init(polls: (Int, String) = (202, ""), accepted: String? = #"{"request_id": "r-17"}"#) {
            self.polls = Mutex(polls)
            self.accepted = accepted
        }

        func respond(to request: HTTPRequest) throws -> HTTPResponse {
            log.withLock { $0.append("\(request.method.rawValue) \(request.url.string)") }
            if request.method == .post {
                guard let accepted else {
                    throw HTTPTransportError(.connectionLost, .sent, "The connection ended.")
                }
                return HTTPResponse(status: 200, body: Array(accepted.utf8))
            }
            let (status, text) = polls.withLock { $0 }
            return HTTPResponse(status: status, body: Array(text.utf8))
        }

        var submits: Int { log.withLock { $0.filter { $0.hasPrefix("POST") }.count } }
    }

    private static let done = #"""
        {"status": "done", "video": {"url": "https://vidgen.x.ai/v.mp4"}, "usage": {"cost_in_usd_ticks": 6400000000}}
        """#

    private func client(_ server: Server, _ folder: TemporaryFolder) throws -> VideoClient {
        VideoClient(
            providers: [try .xai(key: Secret("xai-test-key-0123456789"))],
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

    @Test("A key that is refused at a poll ends no task, and the video arrives with the right key")
    func wrongKey() async throws {
        let error = #"{"code": "Client specified an invalid argument", "error": "Incorrect API key provided."}"#
        let (server, folder) = (Server(polls: (400, error)), try TemporaryFolder())
        let client = try client(server, folder)
        let task = try await client.submit(VideoRequest(prompt: "a boat"), using: "xai")
        let thrown = await #expect(throws: VideoError.self) { try await end(of: task.id, client) }
        #expect(thrown?.code == .authenticationFailed)
        let open = try await client.unfinished()
        #expect(open.map(\.id) == [task.id] && open.map(\.remote?.id) == ["r-17"])
        server.polls.withLock { $0 = (200, Self.done) }
        let finished = try await end(of: task.id, client)
        #expect(finished?.state == .succeeded && finished?.charge?.money == Money(cents: 64))
        #expect(server.submits == 1)
    }

    @Test("A video that was rejected after it was charged ends its task with the charge")
    func rejected() async throws {
        let rejection = #"""
            {"code": "invalid-argument", "error": "Generated video rejected by content moderation.",
             "usage": {"cost_in_usd_ticks": 2500000000}}
            """#
        let (server, folder) = (Server(polls: (400, rejection)), try TemporaryFolder())
        let client = try client(server, folder)
        let task = try await client.submit(VideoRequest(prompt: "a boat"), using: "xai")
        let ended = try await end(of: task.id, client)
        #expect(ended?.state == .failed && ended?.failure?.code == .contentRejected)
        #expect(ended?.charge?.money == Money(cents: 25) && server.submits == 1)
    }

    @Test("A failure that is reported once and then withdrawn ends no task")
    func withdrawn() async throws {
        let failed = #"{"status": "failed", "error": {"code": "internal_error", "message": "It broke."}}"#
        let (server, folder) = (Server(polls: (200, failed)), try TemporaryFolder())
        let count = Mutex(0)
        let clock = ManualClock()
        let client = VideoClient(
            providers: [try .xai(key: Secret("xai-test-key-0123456789"))],
            journal: try FileJournal(
                folder: folder.path,
                environment: EngineEnvironment(
                    transport: ScriptedTransport { request in
                        let polls = count.withLock { count in
                            if request.method == .get { count += 1 }
                            return count
                        }
                        if polls > 1 { server.polls.withLock { $0 = (200, Self.done) } }
                        return try server.respond(to: request)
                    },
                    clock: clock,
                    random: SeededRandom(seed: 1)
                )
            )
        )
        let task = try await client.submit(VideoRequest(prompt: "a boat"), using: "xai")
        #expect(try await end(of: task.id, client)?.state == .succeeded)
        #expect(count.withLock { $0 } > 1 && server.submits == 1)
    }

    @Test("A submit without a response is not sent again, and its task is resolved by its ID")
    func unknown() async throws {
        let (server, folder) = (Server(polls: (200, Self.done), accepted: nil), try TemporaryFolder())
        let client = try client(server, folder)
        let error = await #expect(throws: VideoError.self) {
            try await client.submit(VideoRequest(prompt: "a boat"), using: "xai")
        }
        #expect(error?.code == .outcomeUnknown && server.submits == 1)
        let id = try #require(error?.localID)
        _ = try await client.resolve(id, as: .taken("r-17"))
        #expect(try await end(of: id, client)?.state == .succeeded)
        #expect(server.submits == 1)
        #expect(server.log.withLock { $0.last } == "GET https://api.x.ai/v1/videos/r-17")
    }
}
