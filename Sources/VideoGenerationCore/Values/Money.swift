/// An exact amount of money in one currency.
public struct Money: Sendable, Hashable, Codable {
    /// The decimal amount in units of ``currency``.
    public var amount: Decimal
    /// The currency's ISO 4217 code in upper case, such as `USD`.
    public var currency: String

    /// Creates an amount of money in a currency.
    public init(_ amount: Decimal, _ currency: String = "USD") {
        self.amount = amount
        self.currency = currency.uppercased()
    }

    /// Creates an amount of US dollars from a number of cents.
    public init(cents: Int) { self.init(Decimal(cents) * Decimal(sign: .plus, exponent: -2, significand: 1)) }

    /// Creates an amount of US dollars from a number of tenths of a cent.
    public init(mills: Int) { self.init(Decimal(mills) * Decimal(sign: .plus, exponent: -3, significand: 1)) }

    /// Parses `5usd`, `0.28 USD` or `5`; nil for any other text. An amount without a currency is in US dollars.
    public init?(_ text: String) {
        let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        let currency = text.dropFirst(digits.count).drop { $0 == " " }
        guard let amount = Decimal(string: String(digits), locale: Locale(identifier: "en_US_POSIX")),
            digits.count <= 20, digits.filter({ $0 == "." }).count <= 1,
            currency.isEmpty || currency.count == 3 && currency.allSatisfy({ $0.isASCII && $0.isLetter })
        else { return nil }
        self.init(amount, currency.isEmpty ? "USD" : String(currency))
    }

    /// Whether a response can mean this amount: a finite number in a sensible range, with a currency code.
    var isPlausible: Bool {
        !amount.isNaN && amount >= 0 && amount < 1_000_000_000 && currency.utf8.count == 3
            && currency.utf8.allSatisfy { (0x41...0x5A).contains($0) }
    }
}

extension Money: CustomStringConvertible {
    /// The currency and the amount, such as `USD 0.28`. Shows at least two decimals, and more only if the amount has
    /// more.
    public var description: String {
        let digits = "\(amount)"
        guard amount.isFinite else { return "\(currency) \(digits)" }
        let decimals = digits.split(separator: ".").dropFirst().first?.count ?? 0
        return "\(currency) \(digits)" + (decimals == 0 ? "." : "")
            + String(repeating: "0", count: max(0, 2 - decimals))
    }
}
