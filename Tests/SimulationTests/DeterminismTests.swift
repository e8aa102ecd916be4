import Testing

/// What makes a failing seed worth something.
@Suite(.timeLimit(.minutes(20))) struct DeterminismTests {
    @Test("A seed replays exactly, step for step")
    func replays() {
        for seed in 0..<60 as Range<UInt64> {
            let first = Life(seed: seed)
            let second = Life(seed: seed, isTracing: true)
            #expect(first.run() == second.run())
            #expect(first.world.digest == second.world.digest, "seed \(seed)")
        }
    }

    @Test("A seed with routes replays exactly, step for step")
    func replaysRoutes() {
        for seed in 0..<30 as Range<UInt64> {
            let first = RoutedLife(seed: seed)
            let second = RoutedLife(seed: seed, isTracing: true)
            #expect(first.run() == second.run())
            #expect(first.world.digest == second.world.digest, "seed \(seed)")
        }
    }

    @Test("A seed of a fleet replays exactly, step for step")
    func replaysFleet() {
        for seed in 0..<60 as Range<UInt64> {
            let first = FleetLife(seed: seed)
            let second = FleetLife(seed: seed, isTracing: true)
            #expect(first.run() == second.run())
            #expect(first.world.digest == second.world.digest, "seed \(seed)")
        }
    }

    @Test("Two seeds are two lives")
    func differ() {
        let digests = (0..<60 as Range<UInt64>).map { seed in
            let life = Life(seed: seed)
            _ = life.run()
            return life.world.digest
        }
        #expect(Set(digests).count == digests.count)
    }
}
