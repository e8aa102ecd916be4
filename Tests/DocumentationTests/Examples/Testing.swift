import OpenAIVideos
import VideoGeneration
import VideoGenerationTesting
import VideoRecording

func pollUntilDone() async throws -> VideoTask? {
    let queued = HTTPResponse(status: 200, body: Array(#"{"id": "v1", "status": "queued"}"#.utf8))
    let done = HTTPResponse(status: 200, body: Array(#"{"id": "v1", "status": "completed"}"#.utf8))
    let transport = ScriptedTransport([.response(queued), .response(queued), .response(done)])
    let provider = DialectProvider(
        id: "scripted",
        dialect: OpenAIVideosDialect(),
        endpoint: try Endpoint("https://api.example.com/v1"),
        key: nil
    )
    let clock = ManualClock()
    let folder = try TemporaryFolder()
    let client = VideoClient(
        providers: [provider],
        journal: try folder.journal(clock: clock),
        environment: EngineEnvironment(transport: transport, clock: clock, random: SeededRandom(seed: 7))
    )
    let order = try await client.submit(VideoRequest(prompt: "a paper boat"), using: "scripted")
    var last: VideoTask?
    for try await task in client.updates(of: order.id) { last = task }
    return last
}

func record(into path: String, _ work: (any HTTPTransport) async throws -> Void) async throws {
    let transport = RecordingTransport(SystemTransport.shared)
    try await work(transport)
    try transport.recording.write(to: path)
}

func play(_ path: String, _ work: (any HTTPTransport) async throws -> Void) async throws -> Bool {
    let transport = PlaybackTransport(try Recording(contentsOf: path))
    try await work(transport)
    return transport.unplayed.isEmpty
}
