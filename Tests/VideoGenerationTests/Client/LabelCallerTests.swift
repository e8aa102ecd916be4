import Testing
import VideoGenerationTesting

@testable import VideoGeneration
@testable import VideoGenerationCore

@Suite("Several callers of one label buy one video", .timeLimit(.minutes(20)))
struct LabelCallerTests {
    @Test("A waiting task is returned to a second caller, and is sent once")
    func waits() async throws {
        let bench = try RouteBench(["first"], clock: ManualClock(isAutomatic: false)) { $0.limits.inFlight = 1 }
        let blocker = try await bench.advancing { try await bench.client.submit(RouteBench.request, using: "first") }
        let (task, first) = try await bench.waiting("a paper boat", label: "scene-12")
        let (_, second) = try await bench.waiting("a paper boat", label: "scene-12")
        #expect(try bench.tasks.count == 2)
        try await bench.end(blocker, as: .failed)
        let ids = try await bench.advancing { [try await first.value.id, try await second.value.id] }
        #expect(ids == [task.id, task.id])
        #expect(bench.billed.count == 2)
    }

    @Test("A second caller that gives up does not end the task for the first one")
    func secondCallerGivesUp() async throws {
        let bench = try RouteBench(["first"], clock: ManualClock(isAutomatic: false)) { $0.limits.inFlight = 1 }
        let blocker = try await bench.advancing { try await bench.client.submit(RouteBench.request, using: "first") }
        let (task, first) = try await bench.waiting("a paper boat", label: "scene-12")
        let (_, second) = try await bench.waiting("a paper boat", label: "scene-12")
        second.cancel()
        let failure = await bench.failure { try await bench.advancing { try await second.value } }
        #expect(failure?.code == .cancelled && failure?.purchase == VideoError.Purchase.none)
        #expect(try bench.journal.task(task.id)?.state == .intent)
        try await bench.end(blocker, as: .failed)
        let sent = try? await bench.advancing { try await first.value }
        #expect(sent?.id == task.id)
        #expect(bench.billed.count == 2)
    }

    @Test("The first caller gives up while a second one waits for the same task: the second one buys it")
    func firstCallerGivesUp() async throws {
        let bench = try RouteBench(["first"], clock: ManualClock(isAutomatic: false)) { $0.limits.inFlight = 1 }
        let blocker = try await bench.advancing { try await bench.client.submit(RouteBench.request, using: "first") }
        let (_, first) = try await bench.waiting("a paper boat", label: "scene-12")
        let (_, second) = try await bench.waiting("a paper boat", label: "scene-12")
        first.cancel()
        _ = await bench.failure { try await bench.advancing { try await first.value } }
        try await bench.end(blocker, as: .failed)
        let sent = try await bench.advancing { try await second.value }
        #expect(sent.state == .queued && sent.label == "scene-12")
        #expect(bench.billed.count == 2)
    }

    @Test("Twenty callers of one label at once buy one video")
    func twentyCallers() async throws {
        let bench = try RouteBench(["first"], clock: ManualClock(isAutomatic: false))
        let benches = [bench, try bench.reopened(seed: 2), try bench.reopened(seed: 3), try bench.reopened(seed: 4)]
        let ids = try await bench.advancing(by: .milliseconds(20)) {
            try await withThrowingTaskGroup(of: VideoTask.ID.self) { group in
                for number in 0..<20 {
                    group.addTask {
                        try await benches[number % 4].client.submit(
                            RouteBench.request,
                            using: "first",
                            label: "scene-12"
                        ).id
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
        }
        #expect(ids.count == 20 && Set(ids).count == 1)
        #expect(bench.billed.count == 1)
        #expect(try bench.tasks.count == 1)
    }
}
