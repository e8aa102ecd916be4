/// Extracts the text of an HTML page, without tags, comments, style sheets and scripts.
enum PageText {
    static func words(of page: String) -> String {
        var pieces: [String] = [""]
        var rest = page[...]
        while let open = rest.firstIndex(of: "<") {
            pieces[pieces.count - 1] += rest[..<open]
            let inside = rest[open...].dropFirst()
            guard let first = inside.first, first.isLetter || "/!?".contains(first) else {
                // A comparison, such as "seconds < 10", is not a tag.
                pieces[pieces.count - 1] += "<"
                rest = inside
                continue
            }
            rest = end(of: inside)
            pieces.append("")
        }
        pieces[pieces.count - 1] += rest
        // A heading that repeats the title is included once.
        var lines: [String] = []
        for piece in pieces.map(plain) where !piece.allSatisfy(\.isWhitespace) {
            if lines.last != piece { lines.append(piece) }
        }
        return lines.joined(separator: " ")
    }

    /// Returns the text after a tag. For `style` and `script`, returns the text after their content. A page that ends
    /// inside a tag has no more text.
    private static func end(of tag: Substring) -> Substring {
        if tag.hasPrefix("!--") { return tag.firstRange(of: "-->").map { tag[$0.upperBound...] } ?? "" }
        guard let close = tag.firstIndex(of: ">") else { return "" }
        let rest = tag[close...].dropFirst()
        let name = tag.prefix { $0.isLetter }.lowercased()
        guard silent.contains(name), tag[..<close].last != "/" else { return rest }
        guard let position = PhraseSearch(String(rest)).position(of: name == "style" ? "</style" : "</script") else {
            return ""
        }
        let closing = rest[rest.utf8.index(rest.startIndex, offsetBy: position)...]
        return closing.firstIndex(of: ">").map { closing[$0...].dropFirst() } ?? ""
    }

    private static let silent: Set<String> = ["style", "script"]

    private static func plain(_ text: String) -> String {
        guard text.contains("&") else { return text }
        return entities.reduce(text) { $0.replacing($1.0, with: $1.1) }
    }

    /// The ampersand is last, so that no entity is decoded twice.
    private static let entities = [
        ("&nbsp;", " "), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&apos;", "'"),
        ("&amp;", "&"),
    ]
}
