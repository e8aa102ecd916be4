import Foundation
import Testing

extension SimulationTests {
    /// Everything that can go wrong in a life of a fleet, besides the weather.
    private static let fleetTroubles = [
        "kill", "stop", "outage", "failover", "lost commits", "database: lost", "database: conflict",
        "database: cutBefore", "database: cutAfter", "database: slow", "late answer", "replay", "hold-off", "release",
        "full provider", "full minute", "budget exceeded",
    ]

    /// Six lives of a fleet take as long as so many others do.
    private static let fleetShare: UInt64 = 5

    @Test("A fleet on one database buys once, loses nothing and exceeds no limit, whatever dies or stops, and whenever")
    func fleetLives() async {
        let environment = ProcessInfo.processInfo.environment
        if let seed = environment["VIDEO_SIMULATION_SEED"].flatMap(UInt64.init) {
            let life = FleetLife(seed: seed, isTracing: true)
            let failures = life.run()
            print(life.world.trace.joined(separator: "\n"))
            #expect(failures.isEmpty, "seed \(seed)")
            return
        }
        let seeds = environment["VIDEO_SIMULATION_SEEDS"].flatMap(UInt64.init) ?? 6_000
        let count = max(seeds * Self.fleetShare / 6, 1)
        let outcome = await Lives.live(0..<count) { FleetLife(seed: $0) }
        #expect(outcome.count == count)
        if count >= 1_000 {
            for trouble in Self.fleetTroubles {
                #expect(outcome.troubles[trouble, default: 0] >= count / 200, "\(trouble) hardly ever comes")
            }
        }
        let broken = outcome.broken
        for life in broken.prefix(5) {
            Issue.record("fleetLives, VIDEO_SIMULATION_SEED=\(life.seed): \(life.failures.joined(separator: "; "))")
        }
        if broken.count > 5 { Issue.record("… and \(broken.count - 5) more seeds") }
    }
}
