import VideoPlatform

/// What all tasks of a journal together may cost.
///
/// Counted before each purchase: what the journal says was ordered already, and the new one. Money counts
/// estimates, which age; seconds of video are certain, because no backend tells a bill.
public struct Budget: Sendable, Hashable {
    /// The most money; nil for no such limit. A model without a known price is then refused.
    public var money: Money?
    /// The most seconds of video; nil for no such limit.
    public var seconds: Int?

    /// Makes a budget.
    public init(money: Money? = nil, seconds: Int? = nil) {
        self.money = money
        self.seconds = seconds
    }

    /// Holds a sum against the budget.
    /// - Parameters:
    ///   - charged: the tasks that may be charged.
    ///   - next: what is to be added.
    /// - Throws: ``VideoError`` with code `budgetExceeded`.
    func check(_ charged: [VideoTask], adding next: CostEstimate) throws {
        if let limit = seconds {
            guard let added = next.seconds else { throw Self.unknown("length") }
            // A length that nobody ordered is known once the video is here.
            let lengths = charged.map { $0.orderedSeconds ?? $0.file.flatMap { Int(exactly: $0.seconds.rounded()) } }
            let spent = lengths.compactMap(\.self).reduce(0, +)
            guard spent + added <= limit else {
                throw Self.exceeded("\(limit) s", spent: "\(spent) s", added: "\(added) s")
            }
        }
        if let limit = money {
            guard let added = next.least, added.currency == limit.currency else {
                throw Self.unknown("price in \(limit.currency)")
            }
            let spent = charged.compactMap(\.cost).filter { $0.currency == limit.currency }.map(\.amount).reduce(0, +)
            guard spent + added.amount <= limit.amount else {
                throw Self.exceeded("\(limit)", spent: "\(Money(spent, limit.currency))", added: "\(added)")
            }
        }
    }

    private static func exceeded(_ limit: String, spent: String, added: String) -> VideoError {
        VideoError(
            .budgetExceeded,
            "This video would exceed the budget of \(limit): \(spent) spent, \(added) more.",
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
