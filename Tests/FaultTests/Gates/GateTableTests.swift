import MiniMaxHailuo
import OpenAIVideos
import Testing

@testable import VideoGeneration
@testable import VideoGenerationCore

/// The tests of the gates run once for each row of a table. A table that lost its rows would let them pass.
@Suite("No row of a table is lost on the way to its test", .timeLimit(.minutes(20)))
struct GateTableTests {
    @Test("Every dialect takes part, and each way in which one submits")
    func dialects() {
        #expect(MiniMaxHailuo.plugins.count == 5 && OpenAIVideos.plugins.count == 3)
        #expect(DialectEntry.all.count == 10)
        #expect(DialectEntry.all.filter(\.hasBaseResponse).count == 4)
        let dialects = Set((MiniMaxHailuo.plugins + OpenAIVideos.plugins).map(\.dialect))
        #expect(Set(DialectEntry.all.map(\.dialect)) == dialects)
        #expect(Set(PollFamily.all.map(\.entry.dialect)) == dialects && PollFamily.all.count == dialects.count)
    }

    @Test("Every server and every refusal takes part, each in a dialect that exists")
    func refusals() {
        #expect(Refusal.all.count == 67)
        #expect(Set(Refusal.all.map(\.server)).count == 8)
        let dialects = Set(DialectEntry.all.map(\.dialect))
        #expect(Refusal.all.allSatisfy { !$0.dialects.isEmpty && dialects.isSuperset(of: $0.dialects) })
    }

    @Test("Every odd poll sends at least one response, and each has a name of its own")
    func polls() throws {
        #expect(OddPoll.all.count == 33)
        #expect(Set(OddPoll.all.map(\.name)).count == 33)
        let family = try #require(PollFamily.all.first)
        #expect(OddPoll.all.allSatisfy { !$0.responses(family).isEmpty })
    }

    @Test("Every measured response, and every body and header of the purchase table, takes part")
    func submits() {
        #expect(MeasuredResponse.all.count == 11)
        #expect(SubmitCase.bodies.count == 41 && SubmitCase.headers.count == 19)
        #expect(SubmitCase.Location.allCases.count == 10 && PurchaseTable.tableStatuses.count == 53)
    }

    @Test("A gate is broken in every way, each under a name of its own")
    func mutants() {
        #expect(PurchaseMutant.all.count == 70)
        #expect(Set(PurchaseMutant.all.map(\.name)).count == PurchaseMutant.all.count)
        for rule in PurchaseOutcome.rules { #expect(PurchaseMutant.all.contains { $0.name.contains(rule.name) }) }
    }
}
