import Foundation
import Testing

@testable import VideoGenerationCore

@Suite("A key in a text is taken out of it", .timeLimit(.minutes(20))) struct RedactionTests {
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
        #expect(Array(KeyForms(Self.key).removed(from: text).utf8) == Array(expected.utf8))
    }

    @Test("Other words stay", arguments: ["", "sk-live", "sk-test-0123456789", "nothing here"])
    func others(_ text: String) { #expect(KeyForms(Self.key).removed(from: text) == text) }

    @Test("No key takes nothing out") func none() { #expect(KeyForms("").removed(from: "a text") == "a text") }

    private static let disguises: [(String, String)] = [
        ("another case", key.uppercased()),
        ("percent-encoded", key.utf8.map { "%" + String($0, radix: 16) }.joined()),
        ("percent-encoded here and there", key.replacing("-", with: "%2D").replacing("s", with: "%73")),
        ("percent-encoded twice", key.replacing("-", with: "%252d")),
        ("in hexadecimal", key.utf8.map { String($0, radix: 16) }.joined()),
        ("in large hexadecimal", key.utf8.map { String($0, radix: 16).uppercased() }.joined()),
        ("split by zero-width spaces", key.map { "\($0)\u{200B}" }.joined()),
        ("split by joiners, marks and tags", key.map { "\($0)\u{2060}\u{FE0F}\u{FEFF}\u{E0041}\u{34F}" }.joined()),
        ("split by controls", key.map { "\($0)\u{9B}\u{7F}\u{202E}" }.joined()),
        ("in base64 behind one letter", base64("u" + key)),
        ("in base64 behind a name", base64("ab:" + key + ":more")),
        ("in base64 behind two letters", base64("ab" + key)),
        ("in base64 for URLs", base64("ab:" + key).replacing("+", with: "-").replacing("/", with: "_")),
        ("cut off in another case", String(key.uppercased().prefix(12))),
        ("cut off in hexadecimal", String(key.utf8.map { String($0, radix: 16) }.joined().prefix(22))),
    ]

    private static func base64(_ text: String) -> String { Data(text.utf8).base64EncodedString() }

    @Test("In every disguise that a server could give it", arguments: disguises)
    func disguised(_ way: String, _ text: String) {
        let clean = KeyForms(Self.key).removed(from: "before <\(text)> after")
        #expect(clean.hasPrefix("before <") && clean.hasSuffix("> after"), "\(way): \(clean)")
        #expect(clean.contains(Redaction.mark), "\(way): \(clean)")
        // At most the letters of base64 that are half the neighbours' are left.
        #expect(clean.count <= "before <> after".count + Redaction.mark.count + 13, "\(way): \(clean)")
        #expect(KeyForms(Self.key).removed(from: clean) == clean)
    }

    @Test(
        "What cannot be seen is not shown: controls of C1, bidi, separators, tags, private use, and what hides letters"
    )
    func invisible() {
        let hidden =
            "\u{0}\u{1B}\u{7F}\u{85}\u{9B}\u{200B}\u{200E}\u{202A}\u{202E}\u{2028}\u{2029}\u{2066}\u{2069}\u{FEFF}\u{AD}\u{34F}\u{115F}\u{3164}\u{E0000}\u{E0001}\u{E0041}\u{E007F}\u{E0100}\u{E000}\u{F8FF}\u{F0000}\u{10FFFD}\u{FFFF}"
        for scalar in hidden.unicodeScalars {
            let text = "a\(scalar)b"
            #expect(Redaction.singleLine(text) == "a b", "U+\(String(scalar.value, radix: 16))")
            #expect(Redaction.harmless(text) == "a b")
        }
        #expect(
            Redaction.singleLine("\u{2764}\u{FE0F} caf\u{E9} \u{8239} \u{1F6A3}")
                == "\u{2764}\u{FE0F} caf\u{E9} \u{8239} \u{1F6A3}"
        )
    }

    @Test("JSON keeps every value, and prints nothing that a terminal obeys")
    func escapes() throws {
        let text = "a\u{1B}\u{7F}\u{9B}\u{202E}\u{2028}\u{E0041}\u{F8FF}\u{10FFFD}\u{200D}\u{1F6A3}\u{E9}\"\\"
        let printed = JSONValue.object(["\(text)": .string(text)]).description
        #expect(printed.unicodeScalars.allSatisfy { !$0.isInvisible })
        #expect(printed.contains("\u{1F6A3}\u{E9}"))
        let read = try JSONValue(parsing: printed)
        #expect(read[text]?.text.map { Array($0.unicodeScalars) } == Array(text.unicodeScalars))
    }
}
