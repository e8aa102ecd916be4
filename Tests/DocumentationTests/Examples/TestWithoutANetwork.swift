import OpenAIVideos
import VideoGeneration
import VideoGenerationTesting

func pollUntilDone() async throws -> VideoTask? {
    let queued = HTTPResponse(status: 200, body: Array(#"{"id": "v1", "status": "queued"}"#.utf8))
    let done = HTTPResponse(status: 200, body: Array(#"{"id": "v1", "status": "completed"}"#.utf8))
    let environment = EngineEnvironment(
        transport: ScriptedTransport([.response(queued), .response(queued), .response(done)]),
        clock: ManualClock(),
        random: SeededRandom(seed: 7)
    )
    let provider = DialectProvider(
        id: "scripted",
        dialect: OpenAIVideosDialect(),
        endpoint: try Endpoint("https://api.example.com/v1"),
        key: nil
    )
    let folder = try TemporaryFolder()
    let client = VideoClient(
        providers: [provider],
        journal: try FileJournal(folder: folder.path, environment: environment)
    )
    let task = try await client.submit(VideoRequest(prompt: "a paper boat"), using: "scripted")
    var last: VideoTask?
    for try await update in client.updates(of: task.id) { last = update }
    return last
}
