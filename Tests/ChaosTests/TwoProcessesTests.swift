import Foundation
import TestSupport
import Testing
import VideoGeneration
import VideoSimulator

/// The real command beside another process at the same task.
@Suite(.ownThread, .timeLimit(.minutes(20))) struct TwoProcessesTests {
    @Test("D26 A resume beside a process that downloads reports it, harms nothing, and finishes once that has ended")
    func busy() async throws {
        let run = try await Self.accepted(seed: 26)
        let task = try #require(try run.tasks().last)
        // This process stands for the other one: it holds what a download holds.
        let other = try POSIXDisk().open("\(run.partsFolder)/\(task.id).part", .update)
        #expect(try other.tryLock())
        #expect(try await run.run(["resume"]) == 6)
        #expect(run.downloads == 0)
        #expect(try run.tasks().last?.state == .succeeded)
        other.close()
        #expect(try await run.run(["resume"]) == 0)
        #expect(await run.live() == [])
    }

    @Test("D26 Two resumes at once: one purchase, one file, and the second one is told")
    func together() async throws {
        let run = try await Self.accepted(seed: 27)
        async let first = run.run(["resume"])
        async let second = run.run(["resume"])
        let codes = try await [first, second]
        #expect(codes.contains(0) && codes.allSatisfy { $0 == 0 || $0 == 6 })
        #expect(await run.live() == [])
    }

    /// A run that is killed after the provider accepted the task, and before it reports the video.
    private static func accepted(seed: UInt64) async throws -> ChaosRun {
        let run = try ChaosRun(seed: seed, faults: [FaultRule(on: .status, .status(code: 500))], generationTime: 0.1)
        _ = try await run.run(run.submission, until: .killedAt(.accepted))
        run.calm()
        return run
    }
}
