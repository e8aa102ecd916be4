import VideoGeneration

/// Sums of money in several currencies.
struct BatchMoney: Sendable, Equatable {
    private var sums: [String: Money] = [:]

    var isEmpty: Bool { sums.isEmpty }

    mutating func add(_ money: Money?) {
        guard let money, !money.amount.isNaN else { return }
        sums[money.currency, default: Money(0, money.currency)].amount += money.amount
    }
}

extension BatchMoney: CustomStringConvertible {
    /// The sums, such as `USD 1.20 + CNY 3.00`.
    var description: String {
        sums.values.sorted { $0.currency < $1.currency }.map(\.description).joined(separator: " + ")
    }
}
