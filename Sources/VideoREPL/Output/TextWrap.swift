/// Wraps text at words.
enum TextWrap {
    /// Returns the lines of a text. A line is wider than the columns only if a single word is: a path or a hash that is
    /// cut in two cannot be copied. With `breakingWords`, such a word continues on the next line.
    static func lines(_ text: String, _ columns: Int, breakingWords: Bool = false) -> [String] {
        text.split(separator: "\n", omittingEmptySubsequences: false).flatMap {
            paragraph(String($0), columns, breakingWords)
        }
    }

    private static func paragraph(_ text: String, _ columns: Int, _ breaksWords: Bool) -> [String] {
        guard TextWidth.of(text) > columns else { return [text] }
        let indent = String(text.prefix { $0 == " " })
        var lines: [String] = []
        var line = indent
        for piece in pieces(text.dropFirst(indent.count), columns, breaksWords) {
            // Repeated spaces are kept, except at the beginning of a line.
            if line == indent, piece.text.isEmpty { continue }
            let gap = line == indent || !piece.isApart ? "" : " "
            if line != indent, TextWidth.of(line) + gap.count + TextWidth.of(piece.text) > columns {
                lines.append(line)
                line = indent + piece.text
            } else {
                line += gap + piece.text
            }
        }
        return lines + [line]
    }

    private struct Piece {
        var text: String
        /// Whether a space precedes the piece.
        var isApart = true
    }

    private static func pieces(_ text: Substring, _ columns: Int, _ breaksWords: Bool) -> [Piece] {
        var pieces: [Piece] = []
        var rest = text.split(separator: " ", omittingEmptySubsequences: false).map(String.init)[...]
        while let word = rest.first {
            if let command = command(in: rest, columns) {
                pieces.append(Piece(text: command.joined(separator: " ")))
                rest = rest.dropFirst(command.count)
                continue
            }
            rest.removeFirst()
            pieces += breaksWords && TextWidth.of(word) > columns ? broken(word, columns) : parts(of: word)
        }
        return pieces
    }

    /// Returns the words of a command that the user is to type. The command stays on one line if it fits.
    private static func command(in words: ArraySlice<String>, _ columns: Int) -> ArraySlice<String>? {
        guard words.first?.drop(while: { $0 == "`" }) == "video-repl" else { return nil }
        let end = words.firstIndex { $0.hasSuffix(".") || $0.hasSuffix("`") || $0.hasSuffix(",") }
        let command = words[...(end ?? words.endIndex - 1)]
        return TextWidth.of(command.joined(separator: " ")) <= columns ? command : nil
    }

    /// Returns a word as one piece. Chinese, Japanese and Korean text can be broken at each character.
    private static func parts(of word: String) -> [Piece] {
        guard word.contains(where: { TextWidth.of($0) == 2 }) else { return [Piece(text: word)] }
        var parts: [Piece] = []
        for character in word {
            if let last = parts.last, TextWidth.of(character) < 2, last.text.last.map({ TextWidth.of($0) < 2 }) ?? false
            {
                parts[parts.count - 1].text.append(character)
            } else {
                parts.append(Piece(text: String(character), isApart: parts.isEmpty))
            }
        }
        return parts
    }

    /// Returns a long word as pieces that each fit: after its hyphens, slashes and underscores, and anywhere else if that
    /// does not suffice.
    private static func broken(_ word: String, _ columns: Int) -> [Piece] {
        var pieces: [Piece] = []
        for part in breakable(word) {
            var piece = ""
            for character in part {
                if !piece.isEmpty, TextWidth.of(piece) + TextWidth.of(character) > columns {
                    pieces.append(Piece(text: piece, isApart: pieces.isEmpty))
                    piece = ""
                }
                piece.append(character)
            }
            pieces.append(Piece(text: piece, isApart: pieces.isEmpty))
        }
        return pieces
    }

    /// Returns the parts of a word after which it can continue on the next line.
    static func breakable(_ word: String) -> [String] {
        var parts = [""]
        for character in word {
            parts[parts.count - 1].append(character)
            if "-/_:".contains(character) { parts.append("") }
        }
        return parts.filter { !$0.isEmpty }
    }
}
