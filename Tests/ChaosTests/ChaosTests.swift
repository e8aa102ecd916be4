import Foundation
import TestSupport
import Testing
import VideoGeneration

/// The real command, killed again and again.
///
/// `VIDEO_CHAOS_RUNS` is the number of videos. `VIDEO_CHAOS_SEED` makes one video and shows what happened.
@Suite(.ownThread, .timeLimit(.minutes(20))) struct ChaosTests {
    private static let runsAtOnce: UInt64 = 24

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
        let kills = await withTaskGroup(of: [JournalEntry.Event].self) { group in
            var kills: [JournalEntry.Event: Int] = [:]
            for index in 0..<count + Self.runsAtOnce {
                if index >= Self.runsAtOnce { for step in await group.next() ?? [] { kills[step, default: 0] += 1 } }
                // A thread for each run, or a step would be over before the test looks for it.
                if index < count {
                    group.addTask(executorPreference: QueueExecutor()) { await Self.live(first + index) }
                }
            }
            return kills
        }
        // These last for seconds. Others are over before a busy machine looks; the kill at each of those is in the
        // simulation's CrashTests.
        if count >= 200 {
            for step in [.accepted, .status, .downloading] as [JournalEntry.Event] {
                #expect(kills[step] != nil, "\(step)")
            }
        }
        print("killed at", kills.map { "\($0) \($1)" }.sorted().joined(separator: ", "))
    }

    /// - Returns: the last entry of the journal at each of the kills.
    private static func live(_ seed: UInt64) async -> [JournalEntry.Event] {
        do {
            let run = try ChaosRun(seed: seed)
            let problems = await run.live()
            #expect(problems.isEmpty, "VIDEO_CHAOS_SEED=\(seed)")
            return run.killedAt
        } catch {
            Issue.record(error, "VIDEO_CHAOS_SEED=\(seed)")
            return []
        }
    }
}
