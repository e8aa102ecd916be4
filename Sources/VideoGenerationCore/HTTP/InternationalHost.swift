/// The `xn--` form of a host with letters outside ASCII (RFC 5890 to 5892).
///
/// The tables of those RFCs for characters that look alike are left out, because the name is only looked up here
/// and not shown.
enum InternationalHost {
    /// Returns the authority of a URL with its host in ASCII. A host that is already in ASCII is returned
    /// unchanged.
    /// - Returns: nil if the host contains a character that is equivalent to other ones. Circled and full-width
    ///   digits are: other clients turn them into the digits of an address.
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

    /// Whether a scalar is a letter, digit, mark or sign that is its own normal form.
    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || scalar == "-" }
        switch scalar {
        // Separate letters since IDNA 2008, which case folding decomposes.
        case "\u{DF}", "\u{3C2}": return true
        // Combining accents, voicing marks and parts of Hangul: the author of the name meant the composed
        // character. Composing it takes tables that aren't included here.
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
