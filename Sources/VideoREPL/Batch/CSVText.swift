import VideoGeneration

/// Text in rows and fields, separated by commas (RFC 4180).
///
/// A quoted field can contain commas, line ends and doubled quotes. A line ends with CR LF, LF or CR.
enum CSVText {
    /// A row with the number of its first line, counted from 1.
    struct Row: Sendable, Equatable {
        var line: Int
        var fields: [String]
    }

    /// Why a text is not CSV, and the line of the problem.
    struct Problem: Error, Equatable {
        var line: Int
        var reason: String
    }

    /// Parses a text. Lines without any character are skipped.
    /// - Parameter longest: the largest number of rows.
    /// - Throws: ``Problem`` for the first mistake.
    static func rows(of bytes: [UInt8], longest: Int) throws(Problem) -> [Row] {
        var parser = Parser(bytes: bytes)
        var rows: [Row] = []
        while let row = try parser.nextRow() {
            guard rows.count < longest else {
                throw Problem(line: row.line, reason: "there are more than \(longest) rows")
            }
            rows.append(row)
        }
        return rows
    }

    /// Returns a field as it is written: in quotes if it needs them.
    static func field(_ text: String) -> String {
        let needsQuotes = text.utf8.contains { [quote, comma, lineFeed, carriageReturn].contains($0) }
        return needsQuotes ? "\"" + text.replacing("\"", with: "\"\"") + "\"" : text
    }

    private static let quote = UInt8(ascii: "\"")
    private static let comma = UInt8(ascii: ",")
    private static let lineFeed = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")

    /// Reads bytes from the front. All separators are ASCII, so no byte of a longer UTF-8 sequence equals one.
    private struct Parser {
        let bytes: [UInt8]
        private var position = 0
        private var line = 1

        init(bytes: [UInt8]) { self.bytes = bytes }

        /// Returns the next row, or nil at the end.
        mutating func nextRow() throws(Problem) -> Row? {
            while position < bytes.count, skipLineEnd() {}
            guard position < bytes.count else { return nil }
            var row = Row(line: line, fields: [])
            while true {
                row.fields.append(try nextField())
                guard position < bytes.count, bytes[position] == comma else { break }
                position += 1
            }
            _ = skipLineEnd()
            return row
        }

        private mutating func nextField() throws(Problem) -> String {
            let start = line
            guard position < bytes.count, bytes[position] == quote else { return try plainField() }
            position += 1
            var field: [UInt8] = []
            while position < bytes.count {
                let byte = bytes[position]
                if byte == quote {
                    position += 1
                    guard position < bytes.count, bytes[position] == quote else {
                        try checkEnd()
                        return try text(field, start)
                    }
                } else if byte == lineFeed || byte == carriageReturn && next != lineFeed {
                    line += 1
                }
                field.append(byte)
                position += 1
            }
            throw Problem(line: start, reason: "the quote \" is not closed")
        }

        private mutating func plainField() throws(Problem) -> String {
            let start = position
            while position < bytes.count, ![comma, lineFeed, carriageReturn].contains(bytes[position]) {
                guard bytes[position] != quote else {
                    throw Problem(
                        line: line,
                        reason: "a quote \" is inside a field; put the field in quotes and write the quote twice"
                    )
                }
                position += 1
            }
            return try text(bytes[start..<position], line)
        }

        /// Checks that a quoted field ends where its quote ends.
        private func checkEnd() throws(Problem) {
            guard position < bytes.count, ![comma, lineFeed, carriageReturn].contains(bytes[position]) else { return }
            throw Problem(line: line, reason: "text follows the closing quote of a field")
        }

        private func text(_ bytes: some Collection<UInt8>, _ line: Int) throws(Problem) -> String {
            guard let text = String(validating: bytes, as: UTF8.self) else {
                throw Problem(line: line, reason: "the text is not UTF-8")
            }
            return text
        }

        private var next: UInt8? { position + 1 < bytes.count ? bytes[position + 1] : nil }

        /// Skips one line end.
        /// - Returns: whether there is one.
        private mutating func skipLineEnd() -> Bool {
            guard position < bytes.count else { return false }
            switch bytes[position] {
            case lineFeed: position += 1
            case carriageReturn: position += next == lineFeed ? 2 : 1
            default: return false
            }
            line += 1
            return true
        }
    }
}
