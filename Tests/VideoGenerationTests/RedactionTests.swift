import Testing

@testable import VideoGeneration

@Suite("A key in a text is taken out of it") struct RedactionTests {
    private static let key = "sk-live-0123456789abcdef"

    @Test(
        "Whole, in base64, cut off, twice, and where a mark above its last letter makes another character of it",
        arguments: [
            (key, "‹redacted›"),
            ("Bearer \(key).", "Bearer ‹redacted›."),
            ("\(key)\(key)", "‹redacted›‹redacted›"),
            ("a \(key)\u{301} b", "a ‹redacted›\u{301} b"),
            ("sk-live-01…", "‹redacted›…"),
            ("ö c2stbGl2ZS0wMTIzNDU2Nzg5YWJjZGVm ö", "ö ‹redacted›m ö"),
        ]
    )
    func keys(_ text: String, _ expected: String) {
        // A mark merges with the letter before it; the bytes tell.
        #expect(Array(Redaction.removing(Self.key, from: text).utf8) == Array(expected.utf8))
    }

    @Test("Other words stay", arguments: ["", "sk-live", "sk-test-0123456789", "nothing here"])
    func others(_ text: String) { #expect(Redaction.removing(Self.key, from: text) == text) }

    @Test("No key takes nothing out") func none() { #expect(Redaction.removing("", from: "a text") == "a text") }
}
