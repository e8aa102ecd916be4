import Foundation
import VideoGeneration

func finishEverything(with client: VideoClient) async throws {
    for task in try await client.unfinished() where task.state != .outcomeUnknown {
        try await client.resume(task.id, to: "/tmp/\(task.id).mp4")
    }
}

func resolveUnknown(
    _ task: VideoTask,
    with client: VideoClient,
    finding: (VideoError) async -> OutcomeResolution?
) async throws {
    do {
        try await client.resolve(task.id, as: .askProvider)
    } catch let error as VideoError where error.code == .outcomeUnknown || error.code == .unsupported {
        // The list shows no such task, or several, or the provider has no list. Only a person may choose
        // `.notTaken`, because it gives up a video that may have been paid for.
        guard let resolution = await finding(error) else { return }
        try await client.resolve(task.id, as: resolution)
    }
}

func handOver(_ task: VideoTask) throws -> Data {
    try JSONEncoder().encode(task)
}

func takeOver(_ data: Data, with client: VideoClient) async throws {
    let task = try JSONDecoder().decode(VideoTask.self, from: data)
    try await client.adopt(task)
    try await client.resume(task.id, to: "/tmp/boat.mp4")
}
