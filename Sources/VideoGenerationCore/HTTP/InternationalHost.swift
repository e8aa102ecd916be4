/// The `xn--` form of a host that is written with letters outside ASCII (RFC 5890 to 5892, without their tables of
/// characters that look alike: a name is looked up here, not shown).
enum InternationalHost {
    /// The authority of a URL, its host in ASCII; one that is in ASCII already comes back as it is.
    /// - Returns: nil if the host holds a character that stands for others. Circled and full-width digits do:
    ///   other clients turn them into the digits of an address.
    static func ascii(_ authority: Substring) -> String? {
        if authority.utf8.allSatisfy({ $0 < 0x80 }) { return String(authority) }
        let colon = authority.utf8.lastIndex(of: UInt8(ascii: ":"))
        let host = authority[..<(colon ?? authority.endIndex)]
        var labels: [String] = []
        for label in host.split(separator: ".", omittingEmptySubsequences: false) {
            if label.utf8.allSatisfy({ $0 < 0x80 }) {
                labels.append(String(label))
                continue
            }
            let label = label.lowercased()
            guard label.unicodeScalars.allSatisfy(isLetter), let code = Punycode.encode(label), code.utf8.count <= 59
            else { return nil }
            labels.append("xn--" + code)
        }
        return labels.joined(separator: ".") + (colon.map { authority[$0...] } ?? "")
    }

    /// A letter, digit, mark or sign that is its own normal form.
    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || scalar == "-" }
        switch scalar {
        // Letters of their own since IDNA 2008, which folding for comparisons takes apart.
        case "\u{DF}", "\u{3C2}": return true
        // Accents, voicing marks and parts of Hangul: with the letter before they make another one, and whoever
        // wrote them apart meant that one. Putting them together takes tables that are not here.
        case "\u{300}"..."\u{36F}", "\u{3099}"..."\u{309A}", "\u{1100}"..."\u{11FF}": return false
        default: break
        }
        guard !scalar.properties.changesWhenNFKCCaseFolded else { return false }
        switch scalar.properties.generalCategory {
        case .lowercaseLetter, .otherLetter, .modifierLetter, .nonspacingMark, .spacingMark, .decimalNumber,
            .otherSymbol:
            return true
        default: return false
        }
    }
}
