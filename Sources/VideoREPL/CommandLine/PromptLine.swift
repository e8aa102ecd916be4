import VideoGeneration

/// A line of the prompt or of a script, split into words.
///
/// Spaces separate words. `"…"` and `'…'` at the start of a word, or after a `=`, keep spaces together. Inside a word
/// they are plain characters, so that `a cat's dream` needs no escaping. `"""` starts a text of several lines, and
/// `\` at the end of a line continues the text on the next line. A final word `&` runs the command in the background.
/// A line that starts with `#` is a comment.
struct PromptLine: Equatable {
    var words: [String] = []
    var isBackground = false

    enum Reading: Equatable {
        case line(PromptLine)
        /// The text continues on the next line.
        case unfinished
    }

    /// Splits a line into words.
    /// - Throws: ``VideoError`` with the code `usage` if a quote is not closed.
    static func read(_ text: String) throws -> Reading {
        if text.drop(while: \.isWhitespace).hasPrefix("#") { return .line(PromptLine()) }
        var reader = Reader(rest: text[...])
        guard try reader.readAll() else { return .unfinished }
        var line = PromptLine(words: reader.words.map(\.text))
        if let last = reader.words.last, last.text == "&", !last.isQuoted {
            line.words.removeLast()
            line.isBackground = true
        }
        return .line(line)
    }

    private struct Reader {
        var rest: Substring
        var words: [(text: String, isQuoted: Bool)] = []
        private var word = ""
        private var isInWord = false
        private var isQuoted = false

        init(rest: Substring) { self.rest = rest }

        /// Splits the whole text.
        /// - Returns: `false` if the text continues on the next line.
        mutating func readAll() throws -> Bool {
            while let character = rest.first {
                let mayQuote = !isInWord || (word.last == "=" && word.hasPrefix("--"))
                if mayQuote, rest.hasPrefix("\"\"\"") {
                    rest.removeFirst(3)
                    guard let end = rest.firstRange(of: "\"\"\"") else { return false }
                    append(rest[..<end.lowerBound].trimmingLineEnds)
                    rest = rest[end.upperBound...]
                } else if mayQuote, character == "\"" || character == "'" {
                    rest.removeFirst()
                    try readQuoted(until: character)
                } else if character.isWhitespace {
                    rest.removeFirst()
                    endWord()
                } else if character == "\\" {
                    rest.removeFirst()
                    guard let next = rest.first else { return false }
                    if next.isNewline {
                        endWord()
                        rest.removeFirst()
                    } else if next.isWhitespace || "\\\"'&".contains(next) {
                        append(String(next))
                        rest.removeFirst()
                    } else {
                        word.append("\\")
                        isInWord = true
                    }
                } else {
                    word.append(character)
                    isInWord = true
                    rest.removeFirst()
                }
            }
            endWord()
            return true
        }

        private mutating func readQuoted(until quote: Character) throws {
            var text = ""
            while let character = rest.popFirst() {
                if character == quote { return append(text) }
                if character == "\\", quote == "\"", let next = rest.first, "\"\\".contains(next) {
                    text.append(next)
                    rest.removeFirst()
                } else {
                    text.append(character)
                }
            }
            throw VideoError.usage(
                "The quote \(quote) is not closed.",
                "Close it, or write \"\"\" to start a text of several lines."
            )
        }

        private mutating func append(_ text: String) {
            word += text
            isInWord = true
            isQuoted = true
        }

        private mutating func endWord() {
            if isInWord { words.append((word, isQuoted)) }
            word = ""
            isInWord = false
            isQuoted = false
        }
    }
}

extension Substring {
    /// The text without the line breaks next to `"""`.
    fileprivate var trimmingLineEnds: String {
        var text = self
        if text.first?.isNewline == true { text.removeFirst() }
        if text.last?.isNewline == true { text.removeLast() }
        return String(text)
    }
}
