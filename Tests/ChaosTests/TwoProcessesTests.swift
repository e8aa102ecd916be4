import Testing
import VideoGeneration
import VideoSimulator

/// Two real commands at one task.
@Suite struct TwoProcessesTests {
    @Test("D26 A second resume reports that another process is downloading, harms nothing, and finds it done later")
    func twoDownloads() async throws {
        let drip = FaultRule(on: .content, times: 1, .drip(bytesPerSecond: 800_000))
        let run = try ChaosRun(seed: 26, faults: [drip], generationTime: 0.1)
        async let first = run.run(run.order)
        // A real wait: the other side runs by the machine's clock.
        while try run.tasks().last?.state != .succeeded || run.downloads == 0 {
            try await Task.sleep(for: .milliseconds(5))
        }
        #expect(try await run.run(["resume"]) == 6)
        #expect(try await first == 0)
        #expect(try await run.run(["resume"]) == 0)
        #expect(run.downloads == 1)
        #expect(await run.live() == [])
    }
}
