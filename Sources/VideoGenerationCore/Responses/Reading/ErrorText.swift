/// Turns a server's text into a sentence for display: no HTML, no request IDs, no keys, no signed links.
enum ErrorText {
    /// Longer messages contain a page or a stack trace, not a sentence.
    static let maximumInput = 4_000

    /// Returns the text cleaned for display; nil if nothing is left.
    static func shown(_ text: String) -> String? {
        var text = String(text.prefix(maximumInput))
        if text.utf8.contains(UInt8(ascii: "<")) { text = PageText.words(of: text) }
        text = RequestMark(in: text).text
        if PhraseSearch(text).contains("://") { text = Redaction.withoutQueries(text) }
        text = Redaction.singleLine(withoutKeys(text))
        return text.isEmpty ? nil : text
    }

    /// Removes everything that looks like a key, whether or not it belongs to this program: `Bearer …`, `sk-…`,
    /// `access=…`.
    private static func withoutKeys(_ text: String) -> String {
        guard text.utf8.count >= 8 else { return text }
        var output: [UInt8] = []
        var isAfterBearer = false
        var rest = Array(text.utf8)[...]
        while let first = rest.first {
            let word = rest.prefix(while: isTokenByte)
            guard !word.isEmpty else {
                output.append(first)
                rest = rest.dropFirst()
                continue
            }
            rest = rest.dropFirst(word.count)
            let folded = word.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
            if isAfterBearer && word.count >= 8 || isKey(word) {
                output += Redaction.mark.utf8
                rest = afterKey(rest)
            } else {
                output += word
            }
            isAfterBearer = folded.elementsEqual("bearer".utf8) || isAfterBearer && rest.first == 0x20
            if rest.first == UInt8(ascii: "="), names.contains(where: { $0.utf8.elementsEqual(folded) }) {
                output += "=\(Redaction.mark)".utf8
                rest = rest.dropFirst().drop { $0 > 0x20 && !"&,;\"')".utf8.contains($0) }
            }
        }
        return String(decoding: output, as: UTF8.self)
    }

    private static let names = [
        "access", "signature", "sig", "token", "key", "api_key", "api-key", "apikey", "secret", "password",
        "ossaccesskeyid", "security-token", "x-amz-signature", "x-amz-credential", "x-amz-security-token",
    ]

    private static func isKey(_ word: ArraySlice<UInt8>) -> Bool {
        word.count >= 14
            && ["sk-", "sk_", "pk-", "pk_", "ak-", "eyJ", "AIza", "xai-", "r8_"].contains { word.starts(with: $0.utf8) }
    }

    /// Returns the text after the further parts of a key such as `eyJ….….…`. A full stop at the end is not a part.
    private static func afterKey(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var text = text
        while let first = text.first, ".+/=".utf8.contains(first), text.dropFirst().first.map(isTokenByte) == true {
            text = text.dropFirst().drop(while: isTokenByte)
        }
        return text
    }

    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x5F: true
        default: false
        }
    }
}
