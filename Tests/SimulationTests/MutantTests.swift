import Testing

/// Tests of the test: each breaks one rule on purpose, and the simulation has to notice.
@Suite(.serialized, .timeLimit(.minutes(20))) struct MutantTests {
    @Test("A broken rule is found", arguments: Mutant.all)
    func found(mutant: Mutant) async {
        let broken = await Lives.live(0..<20_000, mutant: mutant, stoppingAtFirst: true)
        #expect(!broken.isEmpty)
    }
}
