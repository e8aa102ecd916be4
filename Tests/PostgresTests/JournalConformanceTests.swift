import TestSupport
import Testing
import VideoGeneration
import VideoGenerationTesting

@Suite(
    "What every journal promises, in a database",
    .timeLimit(.minutes(20)),
    .enabled(if: PostgresServer.obstacle == nil, "PostgreSQL is not installed here, or has no user of its own"),
    .ownThread
)
struct JournalConformanceTests {
    @Test("The journal in a database keeps every promise of a journal", arguments: JournalCheck.all.indices)
    func conformance(_ index: Int) async {
        let violations = await JournalConformance { try DatabaseStore() }.run([JournalCheck.all[index]])
        #expect(violations.isEmpty, "\(violations)")
    }
}
