import VideoPlatform

/// Seconds of video, and money by its currency: what tasks count under a budget.
///
/// The numbers come from files and responses, so no arithmetic on them traps. An amount that is no number, or is past
/// every budget, counts as ``most``; a sum that has reached it stays there until the ledger is rebuilt, because what it
/// was made of is no longer known.
struct Tally: Sendable, Hashable, Codable {
    /// More than any budget.
    static let most = 1_000_000_000_000

    private(set) var seconds: Int
    /// Currencies without an amount are left out.
    private(set) var money: [String: Decimal]

    init(seconds: Int = 0, money: [Money] = []) {
        self.seconds = Self.bounded(seconds)
        self.money = [:]
        for money in money { add(money.amount, money.currency) }
    }

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

    /// Whether any part of it is above that of another.
    func isAbove(_ other: Tally) -> Bool {
        seconds > other.seconds || money.contains { $0.value > other.money[$0.key] ?? 0 }
    }

    private mutating func add(_ amount: Decimal, _ currency: String) {
        let sum = Self.bounded(Self.bounded(money[currency] ?? 0) + Self.bounded(amount))
        money[currency] = sum == 0 ? nil : sum
    }

    private static func bounded(_ seconds: Int) -> Int { min(max(seconds, 0), most) }

    private static func bounded(_ amount: Decimal) -> Decimal {
        amount.isNaN ? Decimal(most) : min(max(amount, 0), Decimal(most))
    }
}

extension VideoTask {
    /// What it counts under a budget. A charge takes the place of the estimate; in another currency it counts beside it,
    /// because the estimate is what the budget was checked with.
    var tally: Tally {
        guard isCharged else { return Tally() }
        let estimate = charge?.currency == cost?.currency ? nil : cost
        return Tally(
            seconds: orderedSeconds ?? file.map(\.countedSeconds) ?? 0,
            money: [charge ?? cost, charge == nil ? nil : estimate].compactMap(\.self)
        )
    }

    /// When it was sent, which is the day that it counts on.
    var countedAt: Date { submittedAt ?? createdAt }
}

extension StoredVideo {
    /// The length that counts if none was ordered. A header that says more than an hour says more than any provider
    /// sells, and must not use up a budget.
    fileprivate var countedSeconds: Int { Int(min(max(seconds.isNaN ? 0 : seconds, 0), 3600).rounded()) }
}
