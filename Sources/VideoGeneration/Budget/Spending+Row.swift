public import VideoPlatform

extension Spending {
    /// The attempts with one key, and their cost.
    public struct Row: Sendable, Hashable {
        /// The provider, model, day or label; nil if the attempts have none, or if an earlier version pruned their tasks
        /// and did not keep it.
        public let key: String?
        /// The number of videos that were bought, or may have been.
        public private(set) var videos = 0
        /// How many of ``videos`` have an unknown outcome.
        public private(set) var unknown = 0
        /// How many of ``videos`` failed, were canceled or expired, and still count.
        public private(set) var failures = 0
        /// How many of ``videos`` have neither a charge nor an estimate. Their cost is in no amount.
        public private(set) var unpriced = 0
        /// The charges in ``Units``, in the order of providers and units.
        public var units: [Units] {
            unitAmounts.flatMap { provider, amounts in
                amounts.money.map { Units(provider: provider, amount: $0.value, unit: $0.key) }
            }
            .sorted { ($0.provider, $0.unit) < ($1.provider, $1.unit) }
        }
        /// The amounts that the providers charged, one for each currency.
        public var charged: [Money] { Self.amounts(chargedAmounts) }
        /// The estimates of the videos without a charge in a currency, one for each currency. Together with ``charged``,
        /// they are the cost.
        public var estimated: [Money] { Self.amounts(estimatedAmounts) }
        /// The length of the videos in seconds, as far as it is known.
        public var seconds: Int { estimatedAmounts.seconds }

        private var chargedAmounts = Tally()
        private var estimatedAmounts = Tally()
        private var unitAmounts: [String: Tally] = [:]

        init(key: String?) { self.key = key }

        mutating func add(_ attempt: Attempt) {
            videos += 1
            switch attempt {
            case .counted(let attempt, _): add(attempt)
            // It is not known how much of the amount was charged.
            case .pruned(let tally, _):
                estimatedAmounts = estimatedAmounts.adding(tally)
                if tally.money.isEmpty { unpriced += 1 }
            }
        }

        private mutating func add(_ attempt: CountedAttempt) {
            if attempt.isUnknown { unknown += 1 }
            if attempt.isFailure { failures += 1 }
            estimatedAmounts = estimatedAmounts.adding(Tally(seconds: attempt.seconds ?? 0))
            if let money = attempt.charge?.money { return chargedAmounts.add(money.amount, money.currency) }
            if let charge = attempt.charge {
                unitAmounts[attempt.provider, default: Tally()].add(charge.amount, charge.unit)
            } else if attempt.cost == nil {
                unpriced += 1
            }
            if let cost = attempt.cost { estimatedAmounts.add(cost.amount, cost.currency) }
        }

        private static func amounts(_ tally: Tally) -> [Money] {
            tally.money.map { Money($0.value, $0.key) }.sorted { $0.currency < $1.currency }
        }
    }

    /// Charges in a provider's unit without a known rate, such as credits. The units of two providers are not the same.
    public struct Units: Sendable, Hashable {
        /// The ID of the provider.
        public let provider: String
        /// The amount in ``unit``.
        public let amount: Decimal
        /// The provider's word for the unit, such as `credits`.
        public let unit: String
    }
}

extension Spending.Units: CustomStringConvertible {
    /// The amount, the unit and the provider: `25 credits at runway`.
    public var description: String { "\(amount) \(unit) at \(provider)" }
}
