import Testing

@testable import VideoGenerationCore

@Suite(.timeLimit(.minutes(20))) struct LongStringScannerTests {
    private static let long = String(repeating: "x", count: LongStringScanner.threshold + 1)

    /// The text with its marks, and the long strings.
    private func scan(_ text: String, by size: Int) -> (String, [Int: String]) {
        var scanner = LongStringScanner()
        var output: [UInt8] = []
        var strings: [Int: [UInt8]] = [:]
        let bytes = Array(text.utf8)
        for start in stride(from: 0, to: bytes.count, by: size) {
            for piece in scanner.scan(Array(bytes[start..<min(start + size, bytes.count)])) {
                switch piece {
                case .text(let text): output += text
                case .content(let number, let text): strings[number, default: []] += text
                case .end: break
                }
            }
        }
        output += scanner.unfinishedText()
        return (String(decoding: output, as: UTF8.self), strings.mapValues { String(decoding: $0, as: UTF8.self) })
    }

    @Test(
        "Long strings become marks that are valid JSON, and the rest stays byte for byte",
        arguments: [1, 7, 1 << 20]
    )
    func marks(_ size: Int) throws {
        let text = #" {"a": "\#(Self.long)", "b\"": ["s\\", "\#(Self.long)\n\/\"\u002B\u00e4"], "c": 1}"#
        let (json, strings) = scan(text, by: size)
        let value = try JSONValue(parsing: json)
        #expect(InlineContent(value["a"]) == .string(0))
        #expect(InlineContent(value["b\""]?.array?.last) == .string(1))
        #expect(value["b\""]?.array?.first == "s\\")
        #expect(value["c"] == 1)
        #expect(strings[0] == Self.long)
        #expect(strings[1]?.utf8.count == Self.long.utf8.count + 7, "five characters, one of them U+FFFD")
        #expect(strings[1]?.hasPrefix(Self.long + "\n/\"+") == true)
    }

    @Test("The longest short string stays, in any pieces", arguments: [1, 1000, 1 << 20])
    func threshold(_ size: Int) {
        let text = #"{"a": "\#(Self.long.dropLast())"}"#
        #expect(scan(text, by: size).0 == text)
    }

    @Test(
        "A text that is not JSON, or has no end, stays as it is",
        arguments: [
            "<html class=\"\(long)\">", "\"\(long)\"", #"{"a": "cut"#, "", "  ", #"{"a": "b\"#,
        ]
    )
    func other(_ text: String) { #expect(scan(text, by: 5).0 == text) }

    @Test("A mark is read only as such")
    func content() {
        #expect(InlineContent("\u{1}inline:2") == .string(2))
        #expect(InlineContent("\u{1}inline:-1") == nil)
        #expect(InlineContent("\u{1}inline:99999999999999999999") == nil)
        #expect(InlineContent("QUJD") == .text("QUJD"))
        #expect(InlineContent(7) == nil)
        #expect(InlineContent(" ") == nil)
    }
}

@Suite(.timeLimit(.minutes(20))) struct Base64DecoderTests {
    private func decode(_ text: String, by size: Int) -> [UInt8]? {
        var decoder = Base64Decoder()
        var output: [UInt8] = []
        let bytes = Array(text.utf8)
        do {
            for start in stride(from: 0, to: bytes.count, by: size) {
                output += try decoder.decode(Array(bytes[start..<min(start + size, bytes.count)]))
            }
            return output + (try decoder.finish())
        } catch { return nil }
    }

    @Test(
        "Both alphabets, with and without padding and line breaks, in any pieces",
        arguments: [
            ("QUJD", "ABC"), ("QUI=", "AB"), ("QUI", "AB"), ("QQ==", "A"), ("QQ", "A"), ("", ""),
            ("Q\r\nUJ D\n", "ABC"),
            ("data:video/mp4;base64,QUJD", "ABC"), ("data:,QQ", "A"), ("Pz8_", "???"), ("Pj4-", ">>>"),
            ("Pz8/Pj4+", "???>>>"),
        ]
    )
    func valid(_ text: String, _ expected: String) {
        for size in 1...6 { #expect(decode(text, by: size) == Array(expected.utf8)) }
    }

    @Test(
        "Everything else is refused",
        arguments: [
            "Q", "QUJDQ", "QU=JD", "QUJ?", "QQ==QQ==", "data:video/mp4",
            "data:" + String(repeating: "a", count: 300) + ",QQ",
            "\u{1}inline:0",
        ]
    )
    func invalid(_ text: String) { for size in [1, 4, 400] { #expect(decode(text, by: size) == nil) } }
}
