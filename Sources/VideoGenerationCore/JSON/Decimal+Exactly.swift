extension Decimal {
    /// The number of digits that a `Decimal` holds without rounding.
    private static let digits = 38

    /// Parses a number in JSON's notation without rounding it.
    /// - Returns: nil for any other text, and for a number that a `Decimal` cannot hold exactly.
    init?(exactly text: String) {
        guard text.utf8.count <= 80 else { return nil }
        let parts = text.split(omittingEmptySubsequences: false) { $0 == "e" || $0 == "E" }
        guard let mantissa = parts.first, parts.count <= 2, Self.isPlain(mantissa) else { return nil }
        let significant = mantissa.utf8.filter { (0x30...0x39).contains($0) }.drop { $0 == 0x30 }
        guard significant.count <= Self.digits,
            parts.dropFirst().allSatisfy({ Int($0).map { abs($0) <= 100 } ?? false }),
            let value = Decimal(string: text, locale: Locale(identifier: "en_US_POSIX")), value.isFinite
        else { return nil }
        self = value
    }

    /// Returns whether a text is digits with at most one point between them and a minus sign at most.
    private static func isPlain(_ text: Substring) -> Bool {
        let number = text.first == "-" ? text.dropFirst() : text
        let parts = number.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count <= 2 && parts.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }
    }
}
