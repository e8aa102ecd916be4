import Testing
import VideoGenerationCore

@Suite("JSON text is parsed as RFC 8259 says", .timeLimit(.minutes(20)))
struct JSONParserTests {
    @Test("A text that the RFC allows is parsed to its value", arguments: JSONText.accepted)
    func accepted(_ text: JSONText) throws {
        #expect(try JSONValue(parsing: text.bytes) == text.value)
    }

    @Test("A text that is not JSON is rejected, with the position of the problem", arguments: JSONText.rejected)
    func rejected(_ text: JSONText) throws {
        let error = try #require(throws: JSONParsingError.self) { try JSONValue(parsing: text.bytes) }
        #expect((0...text.bytes.count).contains(error.offset))
        #expect(!error.reason.isEmpty)
    }

    @Test("A text about which this parser decides is read as it was decided", arguments: JSONText.decided)
    func decided(_ text: JSONText) throws {
        guard let value = text.value else {
            #expect(throws: JSONParsingError.self) { try JSONValue(parsing: text.bytes) }
            return
        }
        #expect(try JSONValue(parsing: text.bytes) == value)
    }

    @Test("A value that is written again is the same value", arguments: JSONText.accepted + JSONText.decided)
    func written(_ text: JSONText) throws {
        guard let value = text.value else { return }
        #expect(try JSONValue(parsing: value.bytes) == value)
        #expect(try JSONValue(parsing: value.description) == value)
    }

    @Test("A text that is cut off is rejected at every length", arguments: JSONText.accepted)
    func cutOff(_ text: JSONText) {
        // A number and the spaces around a value have no end of their own.
        guard let value = text.value, [.object, .array, .string].contains(Kind(value)) else { return }
        let last = text.bytes.lastIndex { ![0x20, 0x0A, 0x0D, 0x09].contains($0) } ?? 0
        for count in 0..<last + 1 where count <= last {
            #expect(throws: JSONParsingError.self, "\(count) bytes") { try JSONValue(parsing: text.bytes[..<count]) }
        }
    }

    @Test("The tables hold every category, and each text once")
    func tables() {
        #expect(JSONText.accepted.count == 64)
        #expect(JSONText.rejected.count == 133)
        #expect(JSONText.decided.count == 32)
        let names = (JSONText.accepted + JSONText.rejected + JSONText.decided).map(\.name)
        #expect(Set(names).count == names.count)
        #expect(JSONText.accepted.allSatisfy { $0.name.hasPrefix("y_") && $0.value != nil })
        #expect(JSONText.rejected.allSatisfy { $0.name.hasPrefix("n_") && $0.value == nil })
    }

    @Test("If a key occurs twice, both members are kept and the last one counts")
    func doubledKey() throws {
        let object = try #require(try JSONValue(parsing: #"{"id":"1","x":0,"id":"2"}"#).object)
        #expect(object["id"] == "2")
        #expect(object.map(\.key) == ["id", "x", "id"])
        #expect(String(decoding: JSONValue.object(object).bytes, as: UTF8.self) == #"{"id":"1","x":0,"id":"2"}"#)
    }

    @Test("An ID is kept digit by digit, whether it is a number or a string")
    func longNumber() throws {
        let digits = "12345678901234567890123456789"
        for text in [#"{"id":\#(digits)}"#, #"{"id":"\#(digits)"}"#] {
            let value = try JSONValue(parsing: text)
            #expect(value["id"]?.identifier == digits)
            #expect(String(decoding: value.bytes, as: UTF8.self) == text)
        }
    }

    @Test("A collection without contiguous storage is parsed as well")
    func lazyBytes() throws {
        #expect(try JSONValue(parsing: #"{"a":[1,true]}"#.utf8.lazy.map { $0 }) == ["a": [1, true]])
    }

    private enum Kind {
        case object, array, string, other

        init(_ value: JSONValue) {
            switch value {
            case .object: self = .object
            case .array: self = .array
            case .string: self = .string
            default: self = .other
            }
        }
    }
}
