import Kling
import Synchronization
import Testing
import VideoGeneration
import VideoGenerationTesting

@Suite("A client loses no task at Kling", .timeLimit(.minutes(20)))
struct KlingClientTests {
    @Test("A picture's task whose submit had no response is polled at its own path once its ID is known")
    func adopted() async throws {
        let log = Mutex<[String]>([])
        let transport = ScriptedTransport { request in
            log.withLock { $0.append("\(request.method.rawValue) \(request.url.path)") }
            if request.method == .post { throw HTTPTransportError(.connectionLost, .sent, "The connection ended.") }
            // Each path knows the tasks of its own kind only.
            let isKnown = request.url.path == "/v1/videos/image2video/t-17"
            let body =
                isKnown
                ? #"{"code": 0, "data": {"task_id": "t-17", "task_status": "processing"}}"#
                : #"{"code": 1203, "message": "The task does not exist"}"#
            return HTTPResponse(status: isKnown ? 200 : 404, body: Array(body.utf8))
        }
        let folder = try TemporaryFolder()
        let client = VideoClient(
            providers: [try .kling(key: Secret("kling-test-key-0123456789"))],
            journal: try FileJournal(
                folder: folder.path,
                environment: EngineEnvironment(
                    transport: transport,
                    clock: ManualClock(),
                    random: SeededRandom(seed: 1)
                )
            )
        )
        var request = VideoRequest(prompt: "a boat")
        request.firstFrame = HTTPURL("https://pictures.example/boat.png").map { .url($0) }
        let error = await #expect(throws: VideoError.self) { try await client.submit(request, using: "kling") }
        let task = try await client.resolve(try #require(error?.localID), as: .taken("t-17"))
        #expect(task.remote?.kind == "image2video" && task.state == .queued)
        #expect(log.withLock { $0.filter { $0.hasPrefix("POST") } } == ["POST /v1/videos/image2video"])
        #expect(log.withLock { $0.last } == "GET /v1/videos/image2video/t-17")
    }
}
