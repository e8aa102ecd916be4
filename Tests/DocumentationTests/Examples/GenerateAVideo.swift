import MiniMaxHailuo
import VideoGeneration

func makeClient() throws -> VideoClient {
    // The key is read from the environment variable MINIMAX_API_KEY.
    let hailuo = try DialectProvider.miniMax()
    return VideoClient(providers: [hailuo], journal: try FileJournal(folder: "/var/lib/app/videos"))
}

func generate(with client: VideoClient) async throws {
    var request = VideoRequest(prompt: "a paper boat in the rain")
    request.seconds = 6
    request.resolution = "768P"
    let task = try await client.generate(request, using: "minimax", savingTo: "/tmp/boat.mp4")
    print(task.file?.path ?? "", task.file?.sha256 ?? "")
}

func generateInSteps(with client: VideoClient) async throws {
    let order = try await client.submit(VideoRequest(prompt: "a paper boat in the rain"), using: "minimax")
    for try await task in client.updates(of: order.id, wait: .seconds(20 * 60)) {
        print(task.state, task.progress ?? 0)
    }
    try await client.save(order.id, to: "/tmp/boat.mp4")
}

func explain(_ error: VideoError) -> String {
    switch error.code {
    case .contentRejected: "Change the prompt. \(error.message)"
    case .insufficientFunds: "Top up the account."
    case .outcomeUnknown: "It may have been bought: \(error.advice ?? "")"
    default: error.description
    }
}
