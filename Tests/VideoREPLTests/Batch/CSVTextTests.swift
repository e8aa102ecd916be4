import Testing

@testable import VideoREPL

@Suite("CSV of a batch", .timeLimit(.minutes(20)))
struct CSVTextTests {
    static let texts: [(String, [[String]])] = [
        ("", []),
        ("\n\r\n\r", []),
        ("a", [["a"]]),
        ("a,b\n1,2", [["a", "b"], ["1", "2"]]),
        ("a,b\r\n1,2\r\n", [["a", "b"], ["1", "2"]]),
        ("a,b\r1,2\r", [["a", "b"], ["1", "2"]]),
        ("a,b\n\n\n1,2\n", [["a", "b"], ["1", "2"]]),
        (",\n", [["", ""]]),
        ("a,", [["a", ""]]),
        ("\"\"", [[""]]),
        ("\"a\"\"b\",\"c,d\"", [["a\"b", "c,d"]]),
        ("\"a\nb\",c\n\"d\r\ne\",f", [["a\nb", "c"], ["d\r\ne", "f"]]),
        ("\"\"\"\"", [["\""]]),
        ("纸船,\"🚣\n雨\"", [["纸船", "🚣\n雨"]]),
        (" a , b ", [[" a ", " b "]]),
        ("a\u{0}b", [["a\u{0}b"]]),
    ]

    @Test("Texts", arguments: texts)
    func rows(text: String, expected: [[String]]) throws {
        #expect(try CSVText.rows(of: Array(text.utf8), longest: 100).map(\.fields) == expected)
    }

    static let mistakes: [([UInt8], Int, String)] = [
        (Array("a,b\n1,\"2".utf8), 2, "not closed"),
        (Array("a\n\"x\ny\"z".utf8), 3, "closing quote"),
        (Array("a\n5\" tall".utf8), 2, "inside a field"),
        (Array("\"".utf8), 1, "not closed"),
        (Array("\"a\" ,b".utf8), 1, "closing quote"),
        ([0x61, 0x0A, 0xFF, 0xFE], 2, "UTF-8"),
        ([0x22, 0xC3, 0x22], 1, "UTF-8"),
        (Array(String(repeating: "a\n", count: 101).utf8), 101, "more than 100"),
    ]

    @Test("A mistake names its line", arguments: mistakes)
    func mistake(bytes: [UInt8], line: Int, part: String) throws {
        do {
            let rows = try CSVText.rows(of: bytes, longest: 100)
            Issue.record("\(rows.count)")
        } catch {
            #expect(error.line == line)
            #expect(error.reason.contains(part), "\(error.reason)")
        }
    }

    @Test("Lines are counted through quoted line ends of every kind")
    func lines() throws {
        let text = "h\n\"a\nb\"\n\"c\r\nd\"\r\n\"e\rf\"\rx"
        #expect(try CSVText.rows(of: Array(text.utf8), longest: 9).map(\.line) == [1, 2, 4, 6, 8])
    }

    @Test("A written field is read back as it was", arguments: ["a", "a,b", "a\"b", "a\nb", "\r", "", "\"", "=1+1"])
    func roundTrip(text: String) throws {
        let line = CSVText.field(text) + ",end"
        #expect(try CSVText.rows(of: Array(line.utf8), longest: 9).map(\.fields) == [[text, "end"]])
    }

    @Test("Bytes of any kind are rows or a mistake, never a crash")
    func hostile() {
        var bits: UInt64 = 7
        for _ in 0..<3000 {
            var bytes: [UInt8] = []
            for _ in 0..<24 {
                bits = bits &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                let alphabet = Array("a,\"\n\r".utf8) + [0xC3, 0x00, 0xFF]
                bytes.append(alphabet[Int((bits >> 33) % 8)])
            }
            _ = try? CSVText.rows(of: bytes, longest: 9)
            _ = try? BatchFile(path: "x", bytes)
        }
    }
}
