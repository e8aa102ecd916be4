/// Makes text from outside fit to be shown, logged and kept: without keys, signatures and escapes.
public enum Redaction {
    /// What stands where something was taken out.
    public static let mark = "‹redacted›"

    /// Removes a key from a text, in every form that ``KeyForms`` knows.
    static func removing(_ key: String, from text: String) -> String { KeyForms(key).removed(from: text) }

    /// Cuts the query off every URL in a text, and the user info out of it: either may be a capability.
    public static func withoutQueries(_ text: String) -> String {
        var result = ""
        var rest = text[...]
        while let start = rest.firstRange(of: "://") {
            result += rest[..<start.upperBound]
            rest = rest[start.upperBound...]
            let end = rest.firstIndex { $0.isWhitespace || "\"'<>`)]}".contains($0) } ?? rest.endIndex
            var link = rest[..<end]
            let authorityEnd = link.firstIndex { "/?#".contains($0) } ?? link.endIndex
            if let at = link[..<authorityEnd].lastIndex(of: "@") { link = link[link.index(after: at)...] }
            if let cut = link.firstIndex(where: { $0 == "?" || $0 == "#" }) {
                result += link[..<cut] + "?…"
            } else {
                result += link
            }
            rest = rest[end...]
        }
        return result + rest
    }

    /// Makes a server's text harmless for a terminal and a log: control, format and other invisible characters become
    /// spaces, runs of spaces one, and the length is bounded.
    public static func singleLine(_ text: String, limit: Int = 300) -> String {
        let plain = text.unicodeScalars.prefix(limit * 8).map { $0.isInvisible ? " " : Character($0) }
        let line = String(plain).split(separator: " ").joined(separator: " ")
        return line.count > limit ? line.prefix(limit - 1) + "…" : line
    }

    /// The same text with a space for each control, format and other invisible character.
    package static func harmless(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: \.isInvisible) else { return text }
        return String(String.UnicodeScalarView(text.unicodeScalars.map { $0.isInvisible ? " " : $0 }))
    }
}

extension Unicode.Scalar {
    /// Whether this is nothing to be seen: a control of C0 or C1, a bidi control, a line separator, a zero-width
    /// character, a tag, a private use character, or one that Unicode has not assigned.
    package var isInvisible: Bool {
        if value < 0x7F { return value < 0x20 }
        // The variation selectors that make an emoji of a character.
        if (0xFE00...0xFE0F).contains(value) { return false }
        return switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate, .unassigned: true
        default: properties.isDefaultIgnorableCodePoint
        }
    }
}
