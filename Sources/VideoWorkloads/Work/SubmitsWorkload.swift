import Synchronization
import VideoGeneration
import VideoGenerationTesting
import VideoPlatform

/// Waits with submits for a place at a provider that takes one task at a time: `submits FOLDER COUNT`.
package struct SubmitsWorkload: Workload {
    package let name = "submits"

    package init() {}

    package func run(_ arguments: [String]) async throws {
        guard arguments.count == 2, let count = Int(arguments[1]) else {
            throw BenchmarkError("Usage: submits FOLDER COUNT")
        }
        let clock = SystemClock()
        let provider = try TimedProvider(clock: clock, hint: .seconds(60), limits: SubmitLimits(inFlight: 1))
        let journal = try FileJournal(
            folder: arguments[0],
            environment: EngineEnvironment(disk: UnsyncedDisk(), clock: clock)
        )
        let client = VideoClient(providers: [provider], journal: journal)
        let request = VideoRequest(prompt: "a paper boat in the rain", model: "model", seconds: 4)
        _ = try await client.submit(request, using: provider.info.id)
        let waiting = WaitingCount()
        let before = WaitingWorkload.resident
        let usage = try await withThrowingTaskGroup(of: Void.self) { group in
            // A few at once, as an app that reads a list makes them.
            for number in 0..<count {
                group.addTask {
                    _ = try await client.submit(request, using: provider.info.id) { event in
                        if case .task(let task) = event, task.state == .intent { waiting.add() }
                    }
                }
                while number - waiting.value >= 64 { try await clock.sleep(for: .milliseconds(1)) }
            }
            while waiting.value < count { try await clock.sleep(for: .milliseconds(10)) }
            try await clock.sleep(for: .seconds(3))
            var usage = try await ResourceUsage.measure { try await clock.sleep(for: .seconds(10)) }
            usage.extra = [
                "memory": Double(WaitingWorkload.resident - before) / Double(count),
                "threads": Double(WaitingWorkload.threads), "descriptors": Double(Self.descriptors),
            ]
            group.cancelAll()
            while (try? await group.next()) != nil {}
            return usage
        }
        try report(usage)
    }

    private static var descriptors: Int {
        (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd"))?.count ?? 0
    }
}

/// The number of tasks that wait.
private final class WaitingCount: Sendable {
    private let count = Atomic<Int>(0)
    var value: Int { count.load(ordering: .relaxed) }
    func add() { count.add(1, ordering: .relaxed) }
}
