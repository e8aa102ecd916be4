import Foundation
import Testing
import VideoGeneration

@testable import VideoSimulator

@Suite("A simulated task", .timeLimit(.minutes(20)))
struct SimulatedTaskTests {
    @Test("waits for a fifth of its time, runs for the rest, and ends")
    func stages() throws {
        let size = try #require(VideoSize("1280x720"))
        let start = ContinuousClock.now
        func task(failure: SimulatedTask.Failure? = nil) -> SimulatedTask {
            SimulatedTask(
                id: "1",
                fileID: "2",
                order: Order(api: .openAI, model: "sora-2", prompt: "a", size: size, seconds: 4),
                created: Date(),
                start: start,
                generationTime: 10,
                failure: failure
            )
        }
        #expect(task().stage(at: start + .seconds(1)) == .queued(0.5))
        #expect(task().stage(at: start + .seconds(6)) == .running(0.5))
        #expect(task().stage(at: start + .seconds(10)) == .succeeded)
        let failure = SimulatedTask.Failure(code: "1", message: "m")
        #expect(task(failure: failure).stage(at: start + .seconds(9)) == .running(0.875))
        #expect(task(failure: failure).stage(at: start + .seconds(10)) == .failed(failure))
        #expect(!task(failure: failure).isBilled)
    }
}
