import Testing
import VideoGenerationTesting

/// What makes the lives of a fleet worth something: their journal is one.
@Suite(.timeLimit(.minutes(20))) struct FleetJournalTests {
    @Test("The journal in the simulated database keeps every promise of a journal")
    func conformance() async {
        let violations = await SimulatedStore.violations()
        #expect(violations.isEmpty, "\(violations)")
    }
}
