import Foundation
import VideoGeneration

func finishEverything(with client: VideoClient) async throws {
    for task in try client.unfinished() where task.state != .outcomeUnknown {
        try await client.resume(task.id, to: "/tmp/\(task.id).mp4")
    }
}

func settle(_ task: VideoTask, with client: VideoClient) async throws {
    do {
        try await client.resolve(task.id, as: .askProvider)
    } catch let error as VideoError where error.code == .outcomeUnknown || error.code == .unsupported {
        // Somebody looked: the provider's page shows no such task.
        try await client.resolve(task.id, as: .notTaken)
    }
}

func handOver(_ task: VideoTask) throws -> Data {
    try JSONEncoder().encode(task)
}

func takeOver(_ data: Data, with client: VideoClient) async throws {
    let task = try JSONDecoder().decode(VideoTask.self, from: data)
    try client.adopt(task)
    try await client.resume(task.id, to: "/tmp/boat.mp4")
}
