import Foundation
import Testing

@testable import VideoGenerationCore

@Suite("Amounts are read exactly", .timeLimit(.minutes(20)))
struct ExactDecimalTests {
    @Test(
        "Every digit counts, in numbers and in strings",
        arguments: [
            "0.1", "0.0625", "12345678901234567890.123456789", "-3", "0", "25", "1.5e3", "2E-7", "0.30000000000000004",
            "99999999999999999999999999999999999999",
        ]
    )
    func exact(text: String) throws {
        let expected = try #require(Decimal(string: text, locale: Locale(identifier: "en_US_POSIX")))
        #expect(JSONValue.number(text).decimal == expected)
        #expect(JSONValue.string(" \(text) ").decimal == expected)
    }

    @Test(
        "What cannot be held exactly, or is no number, is nil",
        arguments: [
            "", "-", ".", "1.", ".5", "1e", "1e400", "1e-400", "1e99999999999999999999", "NaN", "Infinity", "0x1F",
            "1,5",
            "1 000", "１", "1e5e5", "--1", "+1", "1.2.3", "999999999999999999999999999999999999999",
            String(repeating: "9", count: 1_000_000),
        ]
    )
    func refused(text: String) {
        #expect(JSONValue.string(text).decimal == nil)
        #expect(JSONValue.number(text).decimal == nil)
    }

    @Test("Other values have none", arguments: [JSONValue.null, true, [1], ["a": 1]])
    func others(value: JSONValue) { #expect(value.decimal == nil) }
}
