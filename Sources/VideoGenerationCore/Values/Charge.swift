/// The amount that a provider charged for a task, in the provider's own unit and, if a rate is known, in a currency.
public struct Charge: Sendable, Hashable {
    /// The amount in ``unit``, as the provider sent it.
    public var amount: Decimal
    /// The provider's unit: a currency code such as `USD`, or a word such as `credits` or `tokens`.
    public var unit: String
    /// The amount in a currency; nil if no rate is known.
    public var money: Money?
    /// The day on which the rate was read that ``money`` was computed with, such as `2026-11-27`; nil if the provider
    /// charges in the currency itself.
    public var rateReadOn: String?

    /// Creates a charge in a currency.
    public init(_ money: Money) {
        amount = money.amount
        unit = money.currency
        self.money = money
    }

    /// Creates a charge in a unit of the provider.
    /// - Parameters:
    ///   - amount: The amount in the provider's unit.
    ///   - unit: The plural of the unit, such as `credits`.
    ///   - rate: The price of one unit; nil if it is not known.
    ///   - readOn: The day on which the rate was read.
    public init(_ amount: Decimal, _ unit: String, rate: Money? = nil, readOn: String? = nil) {
        self.amount = amount
        self.unit = unit
        money = rate.map { Money(amount * $0.amount, $0.currency) }
        rateReadOn = rate == nil ? nil : readOn
    }

    /// Whether a response can mean this charge: a finite amount in a sensible range.
    var isPlausible: Bool {
        !amount.isNaN && amount >= 0 && amount < 1_000_000_000_000 && money?.isPlausible ?? true
            && !unit.isEmpty && unit.utf8.count <= 40 && unit.utf8.allSatisfy { (0x20...0x7E).contains($0) }
    }
}

extension Charge: CustomStringConvertible {
    /// The money, and the provider's own amount if it is in another unit: `USD 0.25 (25 credits)`.
    public var description: String {
        guard let money else { return "\(amount) \(unit)" }
        return unit == money.currency ? "\(money)" : "\(money) (\(amount) \(unit))"
    }
}

extension Charge: Codable {
    /// The first two keys are those of ``Money``, which earlier versions wrote and read.
    private enum CodingKeys: String, CodingKey { case amount, currency, units, unit, rateReadOn }
    /// The code of ISO 4217 for an amount without a currency. Earlier versions count it beside the estimate.
    private static let noCurrency = "XXX"

    /// Decodes a charge, or the ``Money`` that earlier versions wrote.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            Money(
                try container.decode(Decimal.self, forKey: .amount),
                try container.decode(String.self, forKey: .currency)
            )
        )
        amount = try container.decodeIfPresent(Decimal.self, forKey: .units) ?? amount
        if let unit = try container.decodeIfPresent(String.self, forKey: .unit) {
            if money?.currency == Self.noCurrency { money = nil }
            self.unit = unit
        }
        rateReadOn = try container.decodeIfPresent(String.self, forKey: .rateReadOn)
    }

    /// Encodes the charge in a form that earlier versions read as ``Money``.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        let money = money ?? Money(amount, Self.noCurrency)
        try container.encode(money.amount, forKey: .amount)
        try container.encode(money.currency, forKey: .currency)
        if unit != money.currency {
            try container.encode(amount, forKey: .units)
            try container.encode(unit, forKey: .unit)
        }
        try container.encodeIfPresent(rateReadOn, forKey: .rateReadOn)
    }
}
