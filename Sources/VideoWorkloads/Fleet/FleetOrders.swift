import VideoGeneration
import VideoPlatform

/// The tasks that an app enqueues for a fleet.
struct FleetOrders {
    let client: VideoClient
    let folder: String

    /// Enqueues tasks, 16 at once, or at a rate.
    func enqueue(_ count: Int, aSecond rate: Double) async throws -> ResourceUsage {
        let clock = SystemClock()
        return try await ResourceUsage.measure {
            let start = clock.uptime
            try await withThrowingTaskGroup(of: Void.self) { [client, folder] group in
                for number in 0..<count {
                    if rate > 0 {
                        let due = start + .seconds(Double(number) / rate)
                        try await clock.sleep(for: max(due - clock.uptime, .zero))
                    } else if number >= 16 {
                        try await group.next()
                    }
                    group.addTask {
                        try await client.enqueue(
                            VideoRequest(prompt: "a paper boat in the rain", model: "sora-2", seconds: 4),
                            using: "openai",
                            savingTo: rate > 0 ? nil : "\(folder)/\(number).mp4"
                        )
                    }
                }
                try await group.waitForAll()
            }
        }
    }
}
