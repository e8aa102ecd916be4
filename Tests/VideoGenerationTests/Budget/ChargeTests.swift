import Foundation
import Testing
import VideoGenerationTesting

@testable import VideoGeneration
@testable import VideoGenerationCore

@Suite("A provider's charge replaces the estimate", .timeLimit(.minutes(20)))
struct ChargeTests {
    private static let rate = Money("0.01")

    private func bench(budget: Budget? = nil, _ polls: String...) throws -> RowBench {
        var dialect = RowDialect()
        dialect.reader.charge = { document in
            guard let amount = document.first("cost")?.decimal else { return nil }
            let unit = document.first("unit")?.text ?? "credits"
            return Charge(amount, unit, rate: unit == "credits" ? Self.rate : nil, readOn: "2026-11-27")
        }
        let rest = Counter()
        return try RowBench(dialect, budget: budget) { request in
            if request.method == .post { return .json(#"{"id":"t1","status":"queued"}"#) }
            rest.add("")
            return .json(polls[min(rest.texts.count, polls.count) - 1])
        }
    }

    private func followed(_ bench: RowBench) async throws -> VideoTask {
        let task = try await bench.submit()
        do { for try await _ in bench.client.updates(of: task.id) {} } catch is VideoError {}
        return try #require(try FileJournal(folder: bench.folder.path).task(task.id))
    }

    @Test("It is kept with its unit, its currency and the day of the rate, through the journal")
    func kept() async throws {
        let bench = try bench(#"{"id":"t1","status":"completed","url":"https://c.example/f.mp4","cost":"25"}"#)
        let charge = try #require(try await followed(bench).charge)
        #expect(charge == Charge(25, "credits", rate: Money("0.01"), readOn: "2026-11-27"))
        #expect(charge.money == Money("0.25") && "\(charge)" == "USD 0.25 (25 credits)")
    }

    @Test("A charge that comes while the task runs is not lost when the last response has none")
    func early() async throws {
        let bench = try bench(
            // The first response is to the check of the address.
            "{}",
            #"{"id":"t1","status":"processing"}"#,
            #"{"id":"t1","status":"processing","cost":7}"#,
            #"{"id":"t1","status":"completed","url":"https://c.example/f.mp4"}"#
        )
        #expect(try await followed(bench).charge?.amount == 7)
    }

    @Test("A charge that comes after the video was stored is recorded, and nothing else changes")
    func late() async throws {
        let bench = try bench(#"{"id":"t1","status":"completed","url":"https://c.example/f.mp4"}"#)
        var task = try await followed(bench)
        for state in [VideoTask.State.succeeded, .stored, .cancelled] {
            task.state = state
            task.charge = nil
            task.merge(TaskSnapshot(RemoteTask(id: "t1"), .succeeded, charge: Charge(Money(2))))
            #expect(task.charge == Charge(Money(2)) && task.state == state)
        }
        // A response that may be about another task proves nothing about this one.
        var doubtful = TaskSnapshot(RemoteTask(id: "t1"), .failed, charge: Charge(Money(0)))
        doubtful.doubt = .unconfirmed
        task.merge(doubtful)
        #expect(task.charge == Charge(Money(2)))
    }

    @Test(
        "A failed task counts what it was charged, its estimate if no charge is told, and nothing if it was free",
        arguments: [(#","cost":40"#, "0.4"), ("", "5"), (#","cost":0"#, "0"), (#","cost":3,"unit":"tokens""#, "5")]
    )
    func failed(member: String, counted: String) async throws {
        let bench = try bench(#"{"id":"t1","status":"failed","error":{"code":"moderation_blocked"}\#(member)}"#)
        var task = try await followed(bench)
        #expect(task.state == .failed)
        task.cost = Money(5)
        #expect(task.tally.money["USD"] ?? 0 == Decimal(string: counted))
    }

    @Test("The budget counts the charge of a finished task, and lets the next one in by it")
    func budget() async throws {
        let bench = try bench(#"{"id":"t1","status":"failed","cost":100}"#)
        let task = try await followed(bench)
        let ledger = { (limit: Decimal) async throws in
            let estimate = CostEstimate(total: Money(1), basis: "")
            let allowance = try Allowance(estimate, within: Budget(money: Money(limit)))
            _ = try await bench.journal.begin(within: allowance) {
                VideoTask(id: $0, provider: task.provider, request: task.request, createdAt: bench.clock.now)
            }
        }
        // One dollar was charged, and one more is asked for.
        #expect(await bench.failure { try await ledger(Decimal(string: "1.99") ?? 0) }?.code == .budgetExceeded)
        try await ledger(2)
    }

    @Test(
        "An amount that no provider can mean is ignored",
        arguments: [
            #""NaN""#, "-1", "1e400", #""1e400""#, "1000000000000", #""0x10""#, #""1,5""#, "[]", "true", "1e-200",
            #""" "#, "123456789012345678901234567890123456789",
        ]
    )
    func hostile(amount: String) async throws {
        let bench = try bench(#"{"id":"t1","status":"failed","cost":\#(amount)}"#)
        let task = try await followed(bench)
        #expect(task.state == .failed && task.charge == nil && task.isCharged)
    }

    @Test(
        "A unit that a terminal would act on is ignored",
        arguments: [#""\u001b[2J""#, #""a\nb""#, #""\u202e""#, #""\#(String(repeating: "x", count: 41))""#]
    )
    func hostileUnit(unit: String) async throws {
        let bench = try bench(#"{"id":"t1","status":"failed","cost":1,"unit":\#(unit)}"#)
        #expect(try await followed(bench).charge == nil)
    }
}
