/// Makes text from outside safe to show, log and keep: without keys, signatures and escape sequences.
package enum Redaction {
    /// The text that replaces a removed part.
    package static let mark = "‹redacted›"

    /// Removes the query and the user info from every URL in a text, because either can be a credential.
    package static func withoutQueries(_ text: String) -> String {
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

    /// Returns a text as one line that is safe for a terminal and a log.
    ///
    /// Control, format and other invisible characters become spaces, and several spaces become one.
    /// - Parameters:
    ///   - text: A text from a server.
    ///   - limit: The maximum length of the result, in characters.
    package static func singleLine(_ text: String, limit: Int = 300) -> String {
        let plain = text.unicodeScalars.prefix(limit * 8).map { $0.isInvisible ? " " : Character($0) }
        let line = String(plain).split(separator: " ").joined(separator: " ")
        return line.count > limit ? line.prefix(limit - 1) + "…" : line
    }

    /// Returns a text with a space in place of each control, format and other invisible character.
    package static func harmless(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: \.isInvisible) else { return text }
        return String(String.UnicodeScalarView(text.unicodeScalars.map { $0.isInvisible ? " " : $0 }))
    }
}

extension Unicode.Scalar {
    /// Whether the scalar is invisible: a control of C0 or C1, a bidi control, a line separator, a zero-width
    /// character, a tag, a private use character, or an unassigned code point.
    package var isInvisible: Bool {
        if value < 0x7F { return value < 0x20 }
        // The variation selectors that turn a character into an emoji.
        if (0xFE00...0xFE0F).contains(value) { return false }
        return switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate, .unassigned: true
        default: properties.isDefaultIgnorableCodePoint
        }
    }
}
