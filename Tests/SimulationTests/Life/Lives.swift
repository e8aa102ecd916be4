import Foundation
import Synchronization
import TestSupport

/// Many lives, on every core.
final class Lives: Sendable {
    struct Broken: Sendable {
        let seed: UInt64
        let failures: [String]
    }

    private struct State {
        var next: UInt64
        var broken: [Broken] = []
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
    /// - Returns: the broken ones, in order.
    static func live(
        _ seeds: Range<UInt64>,
        mutant: Mutant? = nil,
        stoppingAtFirst stopsAtFirst: Bool = false
    ) async -> [Broken] {
        let lives = Lives(seeds, mutant, stopsAtFirst: stopsAtFirst)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<ProcessInfo.processInfo.activeProcessorCount {
                group.addTask { await givingWay { lives.work() } }
            }
        }
        return lives.state.withLock { $0.broken.sorted { $0.seed < $1.seed } }
    }

    private func work() {
        while let seed = take() {
            let failures = Life(seed: seed, mutant: mutant).run()
            guard !failures.isEmpty else { continue }
            state.withLock { $0.broken.append(Broken(seed: seed, failures: failures)) }
        }
    }

    private func take() -> UInt64? {
        state.withLock { state in
            guard state.next < seeds.upperBound, !stopsAtFirst || state.broken.isEmpty else { return nil }
            defer { state.next += 1 }
            return state.next
        }
    }
}
