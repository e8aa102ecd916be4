import MiniMaxHailuo
import OpenAIVideos
import VideoGeneration

func makeClient() throws -> VideoClient {
    let relay = DialectProvider(
        id: "relay",
        dialect: OpenAIVideosDialect(),
        endpoint: try Endpoint("https://relay.example/v1"),
        key: try Secret(environment: "RELAY_KEY")
    )
    return VideoClient(
        providers: [try .miniMax(), relay],
        journal: try FileJournal(folder: "/var/lib/app/videos")
    )
}

func generate(with client: VideoClient) async throws {
    var request = VideoRequest(prompt: "a paper boat in the rain")
    request.seconds = 6
    request.resolution = "768P"
    let task = try await client.generate(request, using: "minimax", savingTo: "/tmp/boat.mp4")
    print(task.file?.path ?? "", task.file?.sha256 ?? "")
}

func requestWithReferences() -> VideoRequest {
    var request = VideoRequest(prompt: "the boat sails through the street")
    request.references = [
        .file("boat.png"), .file("street.mp4", kind: .video), .file("rain.wav", kind: .audio),
    ]
    return request
}

func generateInSteps(with client: VideoClient) async throws {
    let task = try await client.submit(VideoRequest(prompt: "a paper boat in the rain"), using: "minimax")
    for try await update in client.updates(of: task.id, wait: .seconds(20 * 60)) {
        print(update.state, update.progress ?? 0)
    }
    try await client.save(task.id, to: "/tmp/boat.mp4")
}

func explain(_ error: VideoError) -> String {
    switch error.code {
    case .contentRejected: "Change the prompt. \(error.message)"
    case .insufficientFunds: "Top up the account."
    case .outcomeUnknown: "The video may have been bought. \(error.advice ?? "")"
    default: error.description
    }
}
