import Testing

/// Tests of the test: each breaks one rule on purpose, and the simulation has to notice.
@Suite(.serialized, .timeLimit(.minutes(20))) struct MutantTests {
    @Test("A broken rule is found", arguments: Mutant.all)
    func found(mutant: Mutant) async {
        #expect(await Lives.findsBroken(from: mutant.seed, among: 20_000) { Life(seed: $0, mutant: mutant) })
    }

    @Test("A broken rule of routes, limits, labels or budgets is found", arguments: RoutedMutant.allCases)
    func foundOnRoutes(mutant: RoutedMutant) async {
        #expect(await Lives.findsBroken(from: mutant.seed, among: 5_000) { RoutedLife(seed: $0, mutant: mutant) })
    }

    @Test("A broken rule of a fleet is found", arguments: FleetMutant.allCases)
    func foundInFleet(mutant: FleetMutant) async {
        #expect(await Lives.findsBroken(from: mutant.seed, among: 1_700) { FleetLife(seed: $0, mutant: mutant) })
    }

    @Test("Every broken rule takes part, and each is another one")
    func whole() {
        #expect(Mutant.all.count == 16)
        #expect(Set(Mutant.all.map(\.testDescription)).count == 16)
        #expect(RoutedMutant.allCases.count == 5)
        #expect(FleetMutant.allCases.count == 6)
    }
}
