/// The words of an HTML page: without tags, comments, style sheets and scripts.
enum PageText {
    static func words(of page: String) -> String {
        var pieces: [String] = [""]
        var rest = page[...]
        while let open = rest.firstIndex(of: "<") {
            pieces[pieces.count - 1] += rest[..<open]
            let inside = rest[open...].dropFirst()
            guard let first = inside.first, first.isLetter || "/!?".contains(first) else {
                // A comparison, such as "seconds < 10".
                pieces[pieces.count - 1] += "<"
                rest = inside
                continue
            }
            rest = end(of: inside)
            pieces.append("")
        }
        pieces[pieces.count - 1] += rest
        // A title that the heading repeats is said once.
        var lines: [String] = []
        for piece in pieces.map(plain) where !piece.allSatisfy(\.isWhitespace) {
            if lines.last != piece { lines.append(piece) }
        }
        return lines.joined(separator: " ")
    }

    /// What follows a tag, and with `style` and `script` what follows their content. A page that was cut off inside
    /// of one has nothing more to say.
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

    /// The ampersand last, so that nothing is read twice.
    private static let entities = [
        ("&nbsp;", " "), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&apos;", "'"),
        ("&amp;", "&"),
    ]
}
