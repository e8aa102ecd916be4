import Testing

@testable import VideoREPL

@Suite("CSV as in RFC 4180, which no spreadsheet computes", .timeLimit(.minutes(20)))
struct CSVRecordTests {
    @Test(
        "A cell with a comma, a quote or a line end is in quotes",
        arguments: [
            ("plain", "plain"), ("", ""), ("a, b", #""a, b""#), (#"say "no""#, #""say ""no""""#), ("a\nb", "\"a\nb\""),
            ("a\r\nb", "\"a\r\nb\""), ("场景", "场景"), (" a ", " a "),
        ]
    )
    func quoting(cell: String, line: String) { #expect(CSVRecord(cells: [cell, "1"]).line == line + ",1") }

    @Test(
        "A text that begins like a formula has an apostrophe in front of it, and other texts are unchanged",
        arguments: [
            ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@SUM(A1)", "'@SUM(A1)"), ("  =1", "'  =1"),
            ("\t=1", "' =1"), ("\r\n=1", "'  =1"), ("\u{200B}=1", "' =1"), ("＝1", "'＝1"), ("scene-12", "scene-12"),
            ("a=b", "a=b"), ("'=1", "'=1"), ("a\u{1B}[2J", "a [2J"),
        ]
    )
    func formulas(text: String, cell: String) { #expect(CSVRecord.text(text) == cell) }
}
