import Foundation
import Synchronization
import Testing

/// The engine under everything that can happen, drawn from seeds.
///
/// `VIDEO_SIMULATION_SEEDS` says how many lives are lived, `VIDEO_SIMULATION_SEED` lives one and prints what
/// happened in it.
@Suite(.timeLimit(.minutes(20))) struct SimulationTests {
    /// Everything that can go wrong in a life.
    private static let troubles =
        SimulatedTransport.Weather.allCases.filter { $0 != .fine }.map { "\($0)" }
        + ["kill", "power loss", "full disk", "failed sync"]

    @Test("Nothing is lost and nothing is bought twice, whatever happens")
    func lives() async {
        let environment = ProcessInfo.processInfo.environment
        if let seed = environment["VIDEO_SIMULATION_SEED"].flatMap(UInt64.init) {
            let life = Life(seed: seed, isTracing: true)
            let failures = life.run()
            print(life.world.trace.joined(separator: "\n"))
            #expect(failures.isEmpty, "seed \(seed)")
            return
        }
        let count = environment["VIDEO_SIMULATION_SEEDS"].flatMap(UInt64.init) ?? 6_000
        let outcome = await Lives.live(0..<count) { Life(seed: $0) }
        #expect(outcome.count == count && count > 0)
        // Each kind of trouble comes in one life of three or more often. Fewer lives may miss one.
        if count >= 1_000 {
            for trouble in Self.troubles {
                #expect(outcome.troubles[trouble, default: 0] >= count / 200, "\(trouble) hardly ever comes")
            }
        }
        let broken = outcome.broken
        for life in broken.prefix(5) {
            Issue.record("VIDEO_SIMULATION_SEED=\(life.seed): \(life.failures.joined(separator: "; "))")
        }
        if broken.count > 5 { Issue.record("… and \(broken.count - 5) more seeds") }
    }
}
