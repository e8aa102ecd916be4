import VideoPlatform

/// A limit on the total cost of the tasks in a journal.
///
/// The journal's ledger is checked before each request is sent, in one step with the entry that announces the request,
/// so that several processes that share a journal share its budget. A task counts with its estimate, or with its charge
/// once the charge is known, and with all of its attempts. A task with an unknown outcome counts until it is resolved. An
/// accepted task always counts, unless it is known to have cost nothing.
public struct Budget: Sendable, Hashable {
    /// The maximum amount of money; nil for no limit. With a limit, a video without a known price in its currency is
    /// refused with code `priceUnknown`.
    public var money: Money?
    /// The maximum number of seconds of video; nil for no limit. With a limit, a video without a known length is
    /// refused with code `priceUnknown`.
    public var seconds: Int?
    /// The period to which the limits apply.
    public var per: Period

    /// A period of time with its own limits.
    public enum Period: String, Sendable, Hashable, Codable, CaseIterable {
        /// A day in UTC, which begins at midnight. A task counts on the day on which it was last sent.
        case day
        /// A calendar month in UTC.
        case month
        /// The journal's whole life, including tasks that were pruned.
        case total
    }

    /// Creates a budget.
    /// - Parameters:
    ///   - money: the maximum amount of money; nil for no limit.
    ///   - seconds: the maximum number of seconds of video; nil for no limit.
    ///   - per: the period to which the limits apply.
    public init(money: Money? = nil, seconds: Int? = nil, per: Period = .total) {
        self.money = money
        self.seconds = seconds
        self.per = per
    }
}

extension Budget.Period {
    /// Returns the start of the period that contains a point in time, in UTC.
    package func start(at moment: Date) -> Date {
        guard self != .total else { return .distantPast }
        let day = (moment.timeIntervalSince1970 / 86_400).rounded(.down) * 86_400
        var time = time_t(exactly: day) ?? 0
        var date = tm()
        guard self == .month, gmtime_r(&time, &date) != nil else { return Date(timeIntervalSince1970: day) }
        return Date(timeIntervalSince1970: day - Double(date.tm_mday - 1) * 86_400)
    }

    /// The text after a limit in a message, as in `5 USD a day`.
    fileprivate var suffix: String {
        switch self {
        case .day: " a day"
        case .month: " a month"
        case .total: ""
        }
    }
}

/// A budget, and the estimate of a request that has to fit into it.
package struct Allowance: Sendable {
    private let budget: Budget
    private let estimate: CostEstimate

    package var per: Budget.Period { budget.per }

    /// Creates an allowance from the estimate of a request.
    /// - Throws: ``VideoError`` with code `priceUnknown` if the length or the price that the budget limits is unknown.
    package init(_ estimate: CostEstimate, within budget: Budget) throws(VideoError) {
        self.budget = budget
        self.estimate = estimate
        if budget.seconds != nil, estimate.seconds == nil {
            throw Self.unknown("length", advice: "Set the length of the video.")
        }
        if let limit = budget.money {
            guard let added = estimate.least, added.currency == limit.currency, !added.amount.isNaN else {
                throw Self.unknown(
                    "price in \(limit.currency)",
                    advice: "Set the length, or add the price to the provider's entry."
                )
            }
        }
    }

    /// Checks that the request fits into the budget, in addition to the amount already spent.
    /// - Throws: ``VideoError`` with code `budgetExceeded` if it does not.
    package func check(_ spent: Tally) throws {
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
            "This video would exceed the budget of \(limit)\(per.suffix): \(spent) spent, \(added) for this video.",
            advice: "Nothing was sent. Raise the budget, or choose a shorter or cheaper video."
        )
    }

    private static func unknown(_ what: String, advice: String) -> VideoError {
        VideoError(
            .priceUnknown,
            "There is a budget, but the \(what) of this video is unknown.",
            advice: "Nothing was sent. \(advice)"
        )
    }
}
