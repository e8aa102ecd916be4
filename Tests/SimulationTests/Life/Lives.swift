import Foundation
import Synchronization
import TestSupport

/// A life that is drawn from a seed.
protocol SimulatedLife: AnyObject {
    var world: World { get }
    /// Lives it.
    /// - Returns: the promises that were broken; empty where all were kept.
    func run() -> [String]
}

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
    private let begin: @Sendable (UInt64) -> any SimulatedLife
    private let stopsAtFirst: Bool
    private let state: Mutex<State>

    private init(
        _ seeds: Range<UInt64>,
        stopsAtFirst: Bool,
        _ begin: @escaping @Sendable (UInt64) -> any SimulatedLife
    ) {
        self.seeds = seeds
        self.begin = begin
        self.stopsAtFirst = stopsAtFirst
        state = Mutex(State(next: seeds.lowerBound))
    }

    /// Lives every seed, or those up to the first in which a promise was broken.
    /// - Parameter begin: creates the life of a seed.
    static func live(
        _ seeds: Range<UInt64>,
        stoppingAtFirst stopsAtFirst: Bool = false,
        _ begin: @escaping @Sendable (UInt64) -> any SimulatedLife
    ) async -> Outcome {
        let lives = Lives(seeds, stopsAtFirst: stopsAtFirst, begin)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<ProcessInfo.processInfo.activeProcessorCount {
                group.addTask { await givingWay { lives.work() } }
            }
        }
        var outcome = lives.state.withLock(\.outcome)
        outcome.broken.sort { $0.seed < $1.seed }
        return outcome
    }

    /// Lives up to the first life in which a promise is broken.
    ///
    /// The search begins at a seed that is known to find it, so that it is short, and goes on with the seeds after it
    /// where the lives have changed since. With `VIDEO_SIMULATION_SEEDS`, it begins at 0, and prints the seed.
    /// - Returns: whether there is one.
    static func findsBroken(
        from start: UInt64,
        among count: UInt64,
        _ begin: @escaping @Sendable (UInt64) -> any SimulatedLife
    ) async -> Bool {
        let isFresh = ProcessInfo.processInfo.environment["VIDEO_SIMULATION_SEEDS"] != nil
        let start = isFresh ? 0 : start
        let outcome = await live(start..<start + count, stoppingAtFirst: true, begin)
        guard let first = outcome.broken.first else { return false }
        if isFresh || first.seed != start {
            print(
                "found by seed \(first.seed), after \(outcome.count) lives: \(first.failures.joined(separator: "; "))"
            )
        }
        return true
    }

    private func work() {
        while let seed = take() {
            let life = begin(seed)
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
