import Foundation
import Testing

/// The real command, killed again and again.
///
/// `VIDEO_CHAOS_RUNS` says how many videos are ordered, `VIDEO_CHAOS_SEED` orders one and shows what happened.
@Suite struct ChaosTests {
    @Test("J4 D23 S21 S22 Killed at random and at every step, resumed until done: every video once, byte for byte")
    func survives() async throws {
        let environment = ProcessInfo.processInfo.environment
        if let seed = environment["VIDEO_CHAOS_SEED"].flatMap(UInt64.init) {
            let run = try ChaosRun(seed: seed)
            let problems = await run.live()
            print(run.log.joined(separator: "\n"))
            #expect(problems.isEmpty, "seed \(seed)")
            return
        }
        let count = environment["VIDEO_CHAOS_RUNS"].flatMap(UInt64.init) ?? 40
        let first = UInt64.random(in: 0...1_000_000_000)
        await withTaskGroup(of: Void.self) { group in
            for index in 0..<count {
                if index >= 24 { await group.next() }
                group.addTask {
                    let seed = first + index
                    do {
                        let problems = try await ChaosRun(seed: seed).live()
                        #expect(problems.isEmpty, "VIDEO_CHAOS_SEED=\(seed)")
                    } catch {
                        Issue.record(error, "VIDEO_CHAOS_SEED=\(seed)")
                    }
                }
            }
        }
    }
}
