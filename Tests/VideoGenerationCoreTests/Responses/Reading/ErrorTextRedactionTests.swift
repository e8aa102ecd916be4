import Testing

@testable import VideoGenerationCore

@Suite("A server's text is shown without keys, signatures and commands to the terminal", .timeLimit(.minutes(20)))
struct ErrorTextRedactionTests {
    private static let mark = Redaction.mark

    static let keys: [(String, String)] = [
        ("Incorrect key sk-abcdefghijk0123.", "Incorrect key \(mark)."),
        ("sk_live_0123456789 and pk-0123456789012", "\(mark) and \(mark)"),
        ("use ak-0123456789abcdef", "use \(mark)"),
        ("Authorization: Bearer abcdefgh1234", "Authorization: Bearer \(mark)"),
        ("authorization: BEARER   abcdefgh1234", "authorization: BEARER \(mark)"),
        ("jwt eyJhbGciOiJIUzI1.eyJzdWIiOiIxMjM0.c2lnbmF0dXJl+x/y= end", "jwt \(mark)= end"),
        ("a?access=abc123&x=1", "a?access=\(mark)&x=1"),
        ("Signature=AbC/d+e== failed", "Signature=\(mark) failed"),
        ("API_KEY=x;token=y", "API_KEY=\(mark);token=\(mark)"),
        ("X-Amz-Security-Token=abc, X-Amz-Credential=def", "X-Amz-Security-Token=\(mark), X-Amz-Credential=\(mark)"),
        ("(password=abc)", "(password=\(mark))"),
    ]

    @Test("A key is removed, whether or not it is this program's own", arguments: keys)
    func key(_ text: String, _ shown: String) { #expect(ErrorText.shown(text) == shown) }

    @Test(
        "Words that only resemble a key stay",
        arguments: [
            "sk-short", "the task-0123456789abcdef failed", "The bearer of news", "monkey=1", "keys=2", "access denied",
            "risk-0123456789abcdef", "Bearer",
        ]
    )
    func word(_ text: String) { #expect(ErrorText.shown(text) == text) }

    @Test("A link is shown without its query and its password, because either can be a credential")
    func links() {
        #expect(
            ErrorText.shown("get https://u:p@cdn.example/v.mp4?Expires=1&Signature=abc failed")
                == "get https://cdn.example/v.mp4?… failed"
        )
        #expect(ErrorText.shown("see https://docs.example/errors") == "see https://docs.example/errors")
    }

    @Test("A text is one line without control characters, and a blank text is nil")
    func lines() {
        #expect(ErrorText.shown("no\u{1B}[2J\r\nsecond\u{202E} line") == "no [2J second line")
        for text in ["", " \n\t", "\u{0}\u{200B}"] { #expect(ErrorText.shown(text) == nil) }
    }

    @Test("A long text is cut, and a key at its end is still removed")
    func long() throws {
        let key = "sk-abcdefghijk0123"
        let shown = try #require(ErrorText.shown(String(repeating: "word ", count: 50) + key))
        #expect(shown.count <= 300 && !shown.contains("sk-"))
        let page = try #require(ErrorText.shown(String(repeating: "x", count: 1_000_000)))
        #expect(page.count == 300 && page.hasSuffix("…"))
    }
}
