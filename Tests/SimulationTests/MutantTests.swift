import Testing

/// Tests of the test: each breaks one rule on purpose, and the simulation has to notice.
@Suite(.serialized, .timeLimit(.minutes(20))) struct MutantTests {
    @Test("A broken rule is found", arguments: Mutant.all)
    func found(mutant: Mutant) async {
        let outcome = await Lives.live(0..<20_000, stoppingAtFirst: true) { Life(seed: $0, mutant: mutant) }
        #expect(!outcome.broken.isEmpty)
    }

    @Test("A broken rule of routes, limits, labels or budgets is found", arguments: RoutedMutant.allCases)
    func foundOnRoutes(mutant: RoutedMutant) async {
        let outcome = await Lives.live(0..<5_000, stoppingAtFirst: true) { RoutedLife(seed: $0, mutant: mutant) }
        #expect(!outcome.broken.isEmpty)
    }

    @Test("Every broken rule takes part, and each is another one")
    func whole() {
        #expect(Mutant.all.count == 16)
        #expect(Set(Mutant.all.map(\.testDescription)).count == 16)
        #expect(RoutedMutant.allCases.count == 5)
    }
}
