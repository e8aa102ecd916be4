import VideoPlatform

/// The amount that tasks count under a budget: seconds of video, and money by currency.
///
/// The numbers come from files and responses, so no arithmetic on them traps. An amount that is not a number, or
/// exceeds every budget, counts as ``most``. A sum that reached ``most`` stays there until the ledger is rebuilt,
/// because its parts are no longer known.
package struct Tally: Sendable, Hashable, Codable {
    /// An amount that exceeds every budget.
    static let most = 1_000_000_000_000

    package private(set) var seconds: Int
    /// The amount by currency. A currency with the amount 0 is left out.
    package private(set) var money: [String: Decimal]

    package init(seconds: Int = 0, money: [Money] = []) {
        self.seconds = Self.bounded(seconds)
        self.money = [:]
        for money in money { add(money.amount, money.currency) }
    }

    /// Creates the sum of several tallies.
    init(_ parts: some Sequence<Tally>) { self = parts.reduce(Tally()) { $0.adding($1) } }

    func adding(_ other: Tally) -> Tally {
        var sum = self
        sum.seconds = Self.bounded(Self.bounded(seconds) + Self.bounded(other.seconds))
        for (currency, amount) in other.money { sum.add(amount, currency) }
        return sum
    }

    func removing(_ other: Tally) -> Tally {
        var rest = self
        if seconds < Self.most { rest.seconds = Self.bounded(Self.bounded(seconds) - Self.bounded(other.seconds)) }
        for (currency, amount) in other.money {
            let before = Self.bounded(money[currency] ?? 0)
            guard before < Decimal(Self.most) else { continue }
            let after = Self.bounded(before - Self.bounded(amount))
            rest.money[currency] = after == 0 ? nil : after
        }
        return rest
    }

    /// Returns whether any part of the tally is larger than that of another.
    func isAbove(_ other: Tally) -> Bool {
        seconds > other.seconds || money.contains { $0.value > other.money[$0.key] ?? 0 }
    }

    /// Adds an amount in a currency, or in another unit.
    mutating func add(_ amount: Decimal, _ currency: String) {
        let sum = Self.bounded(Self.bounded(money[currency] ?? 0) + Self.bounded(amount))
        money[currency] = sum == 0 ? nil : sum
    }

    private static func bounded(_ seconds: Int) -> Int { min(max(seconds, 0), most) }

    private static func bounded(_ amount: Decimal) -> Decimal {
        amount.isNaN ? Decimal(most) : min(max(amount, 0), Decimal(most))
    }
}
