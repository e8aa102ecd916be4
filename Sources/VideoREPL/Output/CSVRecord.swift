import VideoGeneration

/// A record of CSV as in RFC 4180.
struct CSVRecord: Sendable, Equatable {
    var cells: [String]

    /// The cells, separated by commas, without the line end. A cell with a comma or a quote is in quotes.
    var line: String { cells.map(Self.quoted).joined(separator: ",") }

    /// Returns a text from outside as a cell that no spreadsheet computes: in front of a formula there is an apostrophe,
    /// and control characters are spaces.
    static func text(_ text: String) -> String {
        let text = Redaction.harmless(text)
        // The last four are the full-width forms, which some spreadsheets accept as well.
        let starts = text.first { !$0.isWhitespace }.map { "=+-@＝＋－＠".contains($0) } ?? false
        return starts ? "'" + text : text
    }

    private static func quoted(_ cell: String) -> String {
        guard cell.utf8.contains(where: { ",\"\r\n".utf8.contains($0) }) else { return cell }
        return "\"" + cell.replacing("\"", with: "\"\"") + "\""
    }
}
