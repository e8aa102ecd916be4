import Foundation
import VideoGeneration
import VideoGenerationTesting

@testable import VideoREPL

/// Tasks and rows that were made by hand.
enum BatchFixtures {
    static func item(
        _ label: String,
        number: Int = 1,
        prompt: String = "a boat",
        priority: Int = 0,
        path: String? = nil
    ) -> BatchItem {
        BatchItem(
            row: BatchRow(
                number: number,
                line: number + 1,
                label: label,
                values: ["prompt": [prompt]],
                priority: priority
            ),
            request: VideoRequest(prompt: prompt, model: "film", seconds: 4),
            target: .provider("example"),
            path: path ?? "/videos/\(label).mp4",
            estimate: Money(cents: 40)
        )
    }

    /// Returns a task with a label.
    static func task(
        _ number: Int,
        _ label: String?,
        _ state: VideoTask.State,
        prompt: String = "a boat",
        remote: String? = nil,
        destination: String? = nil
    ) throws -> VideoTask {
        var task = VideoTask(
            id: VideoTask.ID(number: number, bits: UInt64(number)),
            provider: ProviderReference(
                id: "example",
                dialect: "test",
                endpoint: try Endpoint("https://api.example.com/v1")
            ),
            request: VideoRequest(prompt: prompt, model: "film", seconds: 4),
            createdAt: Date(timeIntervalSince1970: 1_800_000_000),
            destination: destination,
            label: label
        )
        task.state = state
        task.remote = remote.map { RemoteTask(id: $0) }
        return task
    }
}
