import Fal
import Synchronization
import Testing
import VideoGeneration
import VideoGenerationTesting

@Suite("A client loses no task at fal", .timeLimit(.minutes(20)))
struct FalClientTests {
    /// A queue with one task, and the requests that it received.
    private final class Queue: Sendable {
        let state = Mutex<(log: [String], isDone: Bool, isBroken: Bool)>(([], false, false))

        func respond(to request: HTTPRequest) throws -> HTTPResponse {
            let (isDone, isBroken) = state.withLock { state in
                state.log.append("\(request.method.rawValue) \(request.url.string)")
                return (state.isDone, state.isBroken)
            }
            func response(_ text: String, _ status: Int = 200) -> HTTPResponse {
                HTTPResponse(status: status, body: Array(text.utf8))
            }
            if request.method == .post {
                if isBroken { throw HTTPTransportError(.connectionLost, .sent, "The connection ended.") }
                return response(#"{"status": "IN_QUEUE", "request_id": "7f-17"}"#)
            }
            if request.method == .put { return response(#"{"status": "CANCELLATION_REQUESTED"}"#, 202) }
            if isDone { return response(#"{"status": "COMPLETED", "request_id": "7f-17"}"#) }
            return response(#"{"status": "IN_PROGRESS", "request_id": "7f-17"}"#, 202)
        }
    }

    private func client(_ queue: Queue, _ folder: TemporaryFolder) throws -> VideoClient {
        let clock = ManualClock()
        return VideoClient(
            providers: [try .fal(key: Secret("fal-test-key-0123456789"))],
            journal: try FileJournal(
                folder: folder.path,
                environment: EngineEnvironment(
                    transport: ScriptedTransport { try queue.respond(to: $0) },
                    clock: clock,
                    random: SeededRandom(seed: 1)
                )
            )
        )
    }

    private func end(of id: VideoTask.ID, _ client: VideoClient) async throws -> VideoTask.State? {
        var state: VideoTask.State?
        for try await task in client.updates(of: id) { state = task.state }
        return state
    }

    @Test("A video that is finished although it was canceled is not lost")
    func canceled() async throws {
        let (queue, folder) = (Queue(), try TemporaryFolder())
        let client = try client(queue, folder)
        let task = try await client.submit(VideoRequest(prompt: "a boat"), using: "fal")
        #expect(try await client.cancel(task.id) == .requested)
        queue.state.withLock { $0.isDone = true }
        #expect(try await end(of: task.id, client) == .succeeded)
        #expect(queue.state.withLock { $0.log }.filter { $0.hasPrefix("POST") }.count == 1)
    }

    @Test("A task whose submit had no response is polled at its model's app once its ID is known")
    func adopted() async throws {
        let (queue, folder) = (Queue(), try TemporaryFolder())
        let client = try client(queue, folder)
        queue.state.withLock { $0.isBroken = true }
        let request = VideoRequest(prompt: "a boat", model: "fal-ai/veo3.1/lite")
        let error = await #expect(throws: VideoError.self) { try await client.submit(request, using: "fal") }
        #expect(error?.code == .outcomeUnknown)
        let id = try #require(error?.localID)
        _ = try await client.resolve(id, as: .taken("7f-17"))
        queue.state.withLock { $0.isDone = true }
        #expect(try await end(of: id, client) == .succeeded)
        let log = queue.state.withLock { $0.log }
        #expect(log.filter { $0.hasPrefix("POST") } == ["POST https://queue.fal.run/fal-ai/veo3.1/lite"])
        #expect(log.last == "GET https://queue.fal.run/fal-ai/veo3.1/requests/7f-17/status")
    }
}
