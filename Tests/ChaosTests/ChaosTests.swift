import Foundation
import Testing
import VideoGeneration

/// The real command, killed again and again.
///
/// `VIDEO_CHAOS_RUNS` says how many videos are ordered, `VIDEO_CHAOS_SEED` orders one and shows what happened.
@Suite(.ownThread) struct ChaosTests {
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
        var kills: [JournalEntry.Event: Int] = [:]
        await withTaskGroup(of: [JournalEntry.Event].self) { group in
            for index in 0..<count {
                if index >= 24 { for step in await group.next() ?? [] { kills[step, default: 0] += 1 } }
                group.addTask { await Self.live(first + index) }
            }
            for await steps in group { for step in steps { kills[step, default: 0] += 1 } }
        }
        // `intent` and `submitting` are one write apart; the kill between them is in the simulation's CrashTests.
        if count >= 200 { for step in Ending.steps.dropFirst() { #expect(kills[step] != nil, "\(step)") } }
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
