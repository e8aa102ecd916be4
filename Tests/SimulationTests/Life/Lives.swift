import Foundation
import Synchronization
import TestSupport

/// Many lives, on every core.
final class Lives: Sendable {
    struct Broken: Sendable {
        let seed: UInt64
        let failures: [String]
    }

    /// What came of many lives.
    struct Outcome: Sendable {
        /// How many were lived to their end.
        var count = 0
        /// Those in which a promise was broken, in the order of their seeds.
        var broken: [Broken] = []
        /// How often each kind of trouble occurred, in all of them together.
        var troubles: [String: Int] = [:]
    }

    private struct State {
        var next: UInt64
        var outcome = Outcome()
    }

    private let seeds: Range<UInt64>
    private let mutant: Mutant?
    private let stopsAtFirst: Bool
    private let state: Mutex<State>

    private init(_ seeds: Range<UInt64>, _ mutant: Mutant?, stopsAtFirst: Bool) {
        self.seeds = seeds
        self.mutant = mutant
        self.stopsAtFirst = stopsAtFirst
        state = Mutex(State(next: seeds.lowerBound))
    }

    /// Lives every seed, or those up to the first in which a promise was broken.
    static func live(
        _ seeds: Range<UInt64>,
        mutant: Mutant? = nil,
        stoppingAtFirst stopsAtFirst: Bool = false
    ) async -> Outcome {
        let lives = Lives(seeds, mutant, stopsAtFirst: stopsAtFirst)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<ProcessInfo.processInfo.activeProcessorCount {
                group.addTask { await givingWay { lives.work() } }
            }
        }
        var outcome = lives.state.withLock(\.outcome)
        outcome.broken.sort { $0.seed < $1.seed }
        return outcome
    }

    private func work() {
        while let seed = take() {
            let life = Life(seed: seed, mutant: mutant)
            let failures = life.run()
            state.withLock { state in
                state.outcome.count += 1
                state.outcome.troubles.merge(life.world.troubles, uniquingKeysWith: +)
                if !failures.isEmpty { state.outcome.broken.append(Broken(seed: seed, failures: failures)) }
            }
        }
    }

    private func take() -> UInt64? {
        state.withLock { state in
            guard state.next < seeds.upperBound, !stopsAtFirst || state.outcome.broken.isEmpty else { return nil }
            defer { state.next += 1 }
            return state.next
        }
    }
}
