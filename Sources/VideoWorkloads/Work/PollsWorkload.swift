import OpenAIVideos
import VideoGeneration
import VideoPlatform

/// Status requests, 64 in flight: `polls ADDRESS COUNT`.
package struct PollsWorkload: Workload {
    package let name = "polls"

    package init() {}

    package func run(_ arguments: [String]) async throws {
        let (address, count) = try PollsWorkload.read(arguments)
        let provider = DialectProvider(
            id: "openai",
            dialect: OpenAIVideosDialect(),
            endpoint: try Endpoint("\(address)/v1"),
            key: try Secret("not-a-key")
        )
        let task = RemoteTask(id: "video_1")
        let context = ExchangeContext(transport: SystemTransport.shared, date: .now)
        @Sendable func poll() async throws {
            guard try await provider.status(of: task, in: context).state == .running else {
                throw BenchmarkError("The task is not running.")
            }
        }
        try await poll()
        try report(try await ResourceUsage.measure { try await Self.inFlight(count, poll) })
    }

    package static func read(_ arguments: [String]) throws -> (address: String, count: Int) {
        guard arguments.count == 2, let count = Int(arguments[1]) else {
            throw BenchmarkError("The arguments must be ADDRESS COUNT.")
        }
        return (arguments[0], count)
    }

    /// Does some work a number of times, 64 at once.
    package static func inFlight(_ count: Int, _ work: @escaping @Sendable () async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for lane in 0..<64 {
                group.addTask { for _ in 0..<(count / 64 + (lane < count % 64 ? 1 : 0)) { try await work() } }
            }
            try await group.waitForAll()
        }
    }
}
