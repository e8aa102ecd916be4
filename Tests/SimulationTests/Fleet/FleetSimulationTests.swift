import Foundation
import Testing

extension SimulationTests {
    /// Everything that can go wrong in a life of a fleet, besides the weather.
    private static let fleetTroubles = [
        "kill", "stop", "outage", "failover", "lost commits", "database: lost", "database: conflict",
        "database: cutBefore", "database: cutAfter", "database: slow", "late answer", "replay", "hold-off", "release",
        "full provider", "full minute", "budget exceeded",
    ]

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
        let count = environment["VIDEO_FLEET_SEEDS"].flatMap(UInt64.init) ?? 1_800
        let outcome = await Lives.live(0..<count) { FleetLife(seed: $0) }
        #expect(outcome.count == count)
        if count >= 1_000 {
            for trouble in Self.fleetTroubles {
                // A process is seldom stopped for longer than its lease while its request is on the way.
                let least = trouble == "late answer" ? count / 2_000 : count / 200
                #expect(outcome.troubles[trouble, default: 0] >= least, "\(trouble) hardly ever comes")
            }
        }
        let broken = outcome.broken
        for life in broken.prefix(5) {
            Issue.record("fleetLives, VIDEO_SIMULATION_SEED=\(life.seed): \(life.failures.joined(separator: "; "))")
        }
        if broken.count > 5 { Issue.record("… and \(broken.count - 5) more seeds") }
    }
}
