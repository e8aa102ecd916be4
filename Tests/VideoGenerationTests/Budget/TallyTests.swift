import Foundation
import Testing

@testable import VideoGeneration
@testable import VideoGenerationCore

/// Sums of numbers from files and responses, whatever they are.
@Suite(.timeLimit(.minutes(20))) struct TallyTests {
    private static let oddAmounts: [Decimal] = [
        .nan, .greatestFiniteMagnitude, -.greatestFiniteMagnitude, .leastNonzeroMagnitude, 0, -1,
    ]

    @Test("No amount traps, takes from a sum, or makes it less than it was", arguments: oddAmounts)
    func odd(amount: Decimal) {
        for seconds in [Int.min, -1, 0, 6, .max] {
            let tally = Tally(seconds: seconds, money: [Money(amount), Money(amount)])
            let sum = Tally(seconds: 5, money: [Money(5)]).adding(tally)
            #expect(sum.seconds >= 5)
            #expect(sum.money["USD"] ?? 0 >= 5)
            let rest = sum.removing(tally)
            #expect(rest.seconds >= 5 && rest.money["USD"] ?? 0 >= 5)
        }
    }

    @Test("What was added and taken away again is exactly gone")
    func exact() throws {
        let cents = try #require(Money("0.07"))
        var sum = Tally()
        for _ in 0..<1_000 { sum = sum.adding(Tally(seconds: 6, money: [cents, Money(1, "EUR")])) }
        #expect(sum.money == ["USD": 70, "EUR": 1_000])
        for _ in 0..<1_000 { sum = sum.removing(Tally(seconds: 6, money: [cents, Money(1, "EUR")])) }
        #expect(sum == Tally())
    }

    @Test("A limit that is no number allows nothing, and a price that is none is not known")
    func notANumber() throws {
        let one = CostEstimate(total: Money(1), basis: "")
        let limit = try Allowance(one, within: Budget(money: Money(.nan)))
        #expect(throws: VideoError.self) { try limit.check(Tally()) }
        #expect(throws: VideoError.self) {
            try Allowance(CostEstimate(total: Money(.nan), basis: ""), within: Budget(money: Money(5)))
        }
        let most = try Allowance(CostEstimate(basis: "", seconds: .max), within: Budget(seconds: 60))
        #expect(throws: VideoError.self) { try most.check(Tally(seconds: .max)) }
    }

    @Test(
        "Periods begin in UTC, also before 1970 and where no calendar reaches",
        arguments: [
            (0.0, 0.0, 0.0), (1_798_761_599, 1_798_675_200, 1_796_083_200),
            (1_798_761_600, 1_798_761_600, 1_798_761_600),
            (1_709_210_000, 1_709_164_800, 1_706_745_600), (-1, -86_400, -2_678_400),
        ]
    )
    func periods(moment: Double, day: Double, month: Double) {
        let date = Date(timeIntervalSince1970: moment)
        #expect(Budget.Period.day.start(at: date).timeIntervalSince1970 == day)
        #expect(Budget.Period.month.start(at: date).timeIntervalSince1970 == month)
        for absurd in [1e300, -1e300, .infinity] {
            _ = Budget.Period.month.start(at: Date(timeIntervalSince1970: absurd))
        }
    }

    @Test("A ledger that holds odd numbers is read without a trap")
    func oddLedger() throws {
        let now = Date(timeIntervalSince1970: 1_790_000_000)
        let bytes = try LedgerSums(at: now, highestNumber: 3).bytes
        let text = String(decoding: bytes, as: UTF8.self)
        for (old, new) in [
            ("\"seconds\":0", "\"seconds\":9223372036854775807"), ("\"money\":{}", "\"money\":{\"USD\":1e127}"),
        ] {
            var sums = try #require(LedgerSums(Array(text.replacing(old, with: new).utf8), at: now))
            sums.add(Tally(seconds: .max, money: [Money(.greatestFiniteMagnitude)]), sentAt: now, number: .max)
            sums.remove(Tally(seconds: 1, money: [Money(1)]), sentAt: now, now: now)
            #expect(sums.spent(per: .day) != Tally())
        }
        #expect(LedgerSums(Array(text.replacing("\"version\":1", with: "\"version\":2").utf8), at: now) == nil)
        #expect(LedgerSums([], at: now) == nil)
    }
}
