import VideoPlatform

/// The most that the tasks of a journal together may cost.
///
/// The journal's ledger is checked before each request is sent, in one step with the entry that the request is about
/// to be sent, so that several processes that share a journal share its budget. A task counts with its estimate, or
/// with its charge once that is known. A task whose outcome is unknown counts until it is resolved, and one that the
/// provider accepted counts whatever became of it, unless it is known to have cost nothing.
public struct Budget: Sendable, Hashable {
    /// The most money; nil for no such limit. A model without a known price is then refused.
    public var money: Money?
    /// The most seconds of video; nil for no such limit.
    public var seconds: Int?
    /// The time that the limits hold for.
    public var per: Period

    /// A stretch of time that has a budget of its own.
    public enum Period: String, Sendable, Hashable, Codable, CaseIterable {
        /// A day of UTC, which begins at midnight. A task counts on the day on which it was last sent.
        case day
        /// A calendar month of UTC.
        case month
        /// All time, tasks that were pruned included.
        case total
    }

    /// Makes a budget.
    /// - Parameters:
    ///   - money: the most money; nil for no such limit.
    ///   - seconds: the most seconds of video; nil for no such limit.
    ///   - per: the time that the limits hold for.
    public init(money: Money? = nil, seconds: Int? = nil, per: Period = .total) {
        self.money = money
        self.seconds = seconds
        self.per = per
    }
}

extension Budget.Period {
    /// When the period that a moment is in began, in UTC.
    func start(at moment: Date) -> Date {
        guard self != .total else { return .distantPast }
        let day = (moment.timeIntervalSince1970 / 86_400).rounded(.down) * 86_400
        var time = time_t(exactly: day) ?? 0
        var date = tm()
        guard self == .month, gmtime_r(&time, &date) != nil else { return Date(timeIntervalSince1970: day) }
        return Date(timeIntervalSince1970: day - Double(date.tm_mday - 1) * 86_400)
    }

    /// How a limit is spoken of: `5 USD a day`.
    fileprivate var suffix: String {
        switch self {
        case .day: " a day"
        case .month: " a month"
        case .total: ""
        }
    }
}

/// A budget, and a request that has to fit into it.
package struct Allowance: Sendable {
    private let budget: Budget
    private let estimate: CostEstimate

    var per: Budget.Period { budget.per }

    /// Takes what a request will cost.
    /// - Throws: ``VideoError`` with code `budgetExceeded` if the length or the price that the budget limits is unknown.
    package init(_ estimate: CostEstimate, within budget: Budget) throws {
        self.budget = budget
        self.estimate = estimate
        if budget.seconds != nil, estimate.seconds == nil { throw Self.unknown("length") }
        if let limit = budget.money {
            guard let added = estimate.least, added.currency == limit.currency, !added.amount.isNaN else {
                throw Self.unknown("price in \(limit.currency)")
            }
        }
    }

    /// Compares the budget with what was spent.
    /// - Throws: ``VideoError`` with code `budgetExceeded`.
    func check(_ spent: Tally) throws {
        let sum = spent.adding(Tally(seconds: estimate.seconds ?? 0, money: [estimate.least].compactMap(\.self)))
        if let limit = budget.seconds, sum.seconds > limit {
            throw exceeded("\(limit) s", spent: "\(spent.seconds) s", added: "\(estimate.seconds ?? 0) s")
        }
        if let limit = budget.money, let added = estimate.least {
            guard !limit.amount.isNaN, sum.money[limit.currency] ?? 0 <= limit.amount else {
                let before = Money(spent.money[limit.currency] ?? 0, limit.currency)
                throw exceeded("\(limit)", spent: "\(before)", added: "\(added)")
            }
        }
    }

    private func exceeded(_ limit: String, spent: String, added: String) -> VideoError {
        VideoError(
            .budgetExceeded,
            "This video would exceed the budget of \(limit)\(per.suffix): \(spent) spent, \(added) more.",
            advice: "Nothing was sent. Raise the budget, or order something smaller."
        )
    }

    private static func unknown(_ what: String) -> VideoError {
        VideoError(
            .budgetExceeded,
            "There is a budget, and the \(what) of this video is not known.",
            advice: "Nothing was sent. Say the length, or add the price to the provider's entry."
        )
    }
}
