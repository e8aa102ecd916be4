/// Wraps text at words.
enum TextWrap {
    /// Returns the lines of a text. A line is wider than the columns only if a single word is: a path or a hash that is
    /// cut in two cannot be copied.
    static func lines(_ text: String, _ columns: Int) -> [String] {
        text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { paragraph(String($0), columns) }
    }

    private static func paragraph(_ text: String, _ columns: Int) -> [String] {
        guard TextWidth.of(text) > columns else { return [text] }
        let indent = String(text.prefix { $0 == " " })
        var lines: [String] = []
        var line = indent
        for piece in pieces(text.dropFirst(indent.count), columns) {
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

    private static func pieces(_ text: Substring, _ columns: Int) -> [Piece] {
        var pieces: [Piece] = []
        var rest = text.split(separator: " ", omittingEmptySubsequences: false).map(String.init)[...]
        while let word = rest.first {
            if let command = command(in: rest, columns) {
                pieces.append(Piece(text: command.joined(separator: " ")))
                rest = rest.dropFirst(command.count)
                continue
            }
            rest.removeFirst()
            pieces += parts(of: word)
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
}
