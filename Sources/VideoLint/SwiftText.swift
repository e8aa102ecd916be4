/// The lines of a Swift file with code and comments separated, so that rules do not match words in strings or comments.
///
/// This is not a parser. It recognizes comments, strings with their interpolations and raw delimiters, and extended
/// regular expressions. Everything else is code.
struct SwiftText {
    /// One line of a file.
    struct Line: Equatable {
        /// The code. Strings are empty; their quotes and interpolations remain.
        var code = ""
        /// The text of the comments.
        var comment = ""
    }

    /// The lines of the file, in order.
    private(set) var lines: [Line] = [Line()]

    private enum Mode: Equatable {
        case code(parentheses: Int)
        case lineComment
        case blockComment(depth: Int)
        case string(pounds: Int, isMultiline: Bool)
        case regex(pounds: Int)
    }

    /// Splits the text of a file.
    init(_ text: String) {
        // The innermost mode is last: an interpolation is code inside a string inside code.
        var modes: [Mode] = [.code(parentheses: 0)]
        var rest = Substring(text).unicodeScalars[...]
        while let scalar = rest.first {
            if scalar == "\n" {
                if modes.last == .lineComment { modes.removeLast() }
                if case .string(_, isMultiline: false)? = modes.last { modes.removeLast() }
                lines.append(Line())
                rest.removeFirst()
                continue
            }
            switch modes[modes.count - 1] {
            case .code(let parentheses): Self.code(&rest, &modes, parentheses, &lines[lines.count - 1])
            case .lineComment: take(1, of: &rest, asCode: false)
            case .blockComment(let depth):
                if rest.starts(with: "/*".unicodeScalars) {
                    modes[modes.count - 1] = .blockComment(depth: depth + 1)
                    take(2, of: &rest, asCode: false)
                } else if rest.starts(with: "*/".unicodeScalars) {
                    modes.removeLast()
                    if depth > 1 { modes.append(.blockComment(depth: depth - 1)) }
                    rest.removeFirst(2)
                } else {
                    take(1, of: &rest, asCode: false)
                }
            case .string(let pounds, let isMultiline):
                let raw = String(repeating: "#", count: pounds)
                let close = (isMultiline ? "\"\"\"" : "\"") + raw
                if rest.starts(with: "\\\(raw)(".unicodeScalars) {
                    modes.append(.code(parentheses: 1))
                    rest.removeFirst(pounds + 1)
                    take(1, of: &rest)
                } else if rest.starts(with: "\\\(raw)".unicodeScalars) {
                    rest.removeFirst(min(pounds + 2, rest.count))
                } else if rest.starts(with: close.unicodeScalars) {
                    modes.removeLast()
                    rest.removeFirst(close.unicodeScalars.count)
                    lines[lines.count - 1].code += "\""
                } else {
                    rest.removeFirst()
                }
            case .regex(let pounds):
                if rest.starts(with: ("/" + String(repeating: "#", count: pounds)).unicodeScalars) {
                    modes.removeLast()
                    rest.removeFirst(pounds + 1)
                } else {
                    rest.removeFirst()
                }
            }
        }
    }

    private mutating func take(_ count: Int, of rest: inout Substring.UnicodeScalarView, asCode: Bool = true) {
        for _ in 0..<count {
            guard let scalar = rest.popFirst() else { return }
            if asCode {
                lines[lines.count - 1].code.unicodeScalars.append(scalar)
            } else {
                lines[lines.count - 1].comment.unicodeScalars.append(scalar)
            }
        }
    }

    /// Consumes one piece of code, and enters the next mode if a comment, string or regular expression begins.
    private static func code(
        _ rest: inout Substring.UnicodeScalarView,
        _ modes: inout [Mode],
        _ parentheses: Int,
        _ line: inout Line
    ) {
        if rest.starts(with: "//".unicodeScalars) {
            modes.append(.lineComment)
            rest.removeFirst(2)
            return
        }
        if rest.starts(with: "/*".unicodeScalars) {
            modes.append(.blockComment(depth: 1))
            rest.removeFirst(2)
            return
        }
        let pounds = rest.prefix { $0 == "#" }.count
        let behind = rest.dropFirst(pounds)
        if behind.first == "\"" {
            let isMultiline = behind.starts(with: "\"\"\"".unicodeScalars)
            modes.append(.string(pounds: pounds, isMultiline: isMultiline))
            rest.removeFirst(pounds + (isMultiline ? 3 : 1))
            line.code += "\""
            return
        }
        if pounds > 0, behind.first == "/" {
            modes.append(.regex(pounds: pounds))
            rest.removeFirst(pounds + 1)
            return
        }
        let scalar = rest.removeFirst()
        line.code.unicodeScalars.append(scalar)
        guard parentheses > 0, scalar == "(" || scalar == ")" else { return }
        let depth = parentheses + (scalar == "(" ? 1 : -1)
        modes.removeLast()
        if depth > 0 { modes.append(.code(parentheses: depth)) }
    }
}
