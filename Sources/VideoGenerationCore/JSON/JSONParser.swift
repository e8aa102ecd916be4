extension JSONValue {
    /// Parses JSON text.
    ///
    /// Every input results in a value or an error, never in a crash. Nesting is limited to 128 levels. Malformed UTF-8
    /// and lone surrogates become U+FFFD. A byte order mark is skipped. If a key occurs twice, the last value counts.
    ///
    /// The parser follows RFC 8259 with one exception: a string may contain raw control characters. Some servers copy
    /// the text of an upstream error into a response without escaping its line breaks, and rejecting such a response
    /// would lose the ID of a paid task.
    /// - Throws: An error with the problem and its position if the text is not JSON or if other text follows the value.
    public init(parsing bytes: some Collection<UInt8>) throws {
        self = try Self.parsed(bytes, allowsLeadingZeros: false)
    }

    /// Parses the body of a provider's response. A number may have leading zeros, because rejecting the response would
    /// lose the ID of a paid task.
    /// - Throws: ``JSONParsingError`` if the text is not JSON or if other text follows the value.
    package init(parsingResponse bytes: some Collection<UInt8>) throws {
        self = try Self.parsed(bytes, allowsLeadingZeros: true)
    }

    private static func parsed(_ bytes: some Collection<UInt8>, allowsLeadingZeros: Bool) throws -> JSONValue {
        let value = try bytes.withContiguousStorageIfAvailable { buffer in
            var parser = JSONParser(input: buffer, allowsLeadingZeros: allowsLeadingZeros)
            return try parser.parseDocument()
        }
        return try value ?? parsed(Array(bytes), allowsLeadingZeros: allowsLeadingZeros)
    }

    /// Parses JSON text from a string.
    /// - Throws: ``JSONParsingError`` if the text is not JSON or if other text follows the value.
    package init(parsing text: String) throws { try self.init(parsing: Array(text.utf8)) }
}

/// The reason why a text is not JSON, and the position of the problem.
package struct JSONParsingError: Error, Sendable, Hashable {
    /// The problem in a few words.
    package var reason: String
    /// The offset of the problem, in bytes.
    package var offset: Int
}

/// A recursive-descent parser over bytes (RFC 8259).
struct JSONParser {
    /// Deeper than any response of a provider, and far below the depth that would overflow a stack.
    static let maximumDepth = 128

    let input: UnsafeBufferPointer<UInt8>
    private let allowsLeadingZeros: Bool
    private var position = 0

    init(input: UnsafeBufferPointer<UInt8>, allowsLeadingZeros: Bool) {
        self.input = input
        self.allowsLeadingZeros = allowsLeadingZeros
    }

    mutating func parseDocument() throws -> JSONValue {
        if input.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
        let value = try parseValue(depth: 0)
        skipSpace()
        guard position == input.count else { throw failure("something follows the JSON") }
        return value
    }

    private func failure(_ reason: String) -> JSONParsingError {
        JSONParsingError(reason: reason, offset: position)
    }

    private var current: UInt8? { position < input.count ? input[position] : nil }

    private mutating func skipSpace() {
        while let byte = current, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
            position += 1
        }
    }

    private mutating func parseValue(depth: Int) throws -> JSONValue {
        guard depth < Self.maximumDepth else { throw failure("nested deeper than \(Self.maximumDepth)") }
        skipSpace()
        guard let first = current else { throw failure("the text ends early") }
        switch first {
        case UInt8(ascii: "{"): return .object(try parseObject(depth: depth))
        case UInt8(ascii: "["): return .array(try parseArray(depth: depth))
        case UInt8(ascii: "\""): return .string(try parseString())
        case UInt8(ascii: "t"): return try parseWord("true", .bool(true))
        case UInt8(ascii: "f"): return try parseWord("false", .bool(false))
        case UInt8(ascii: "n"): return try parseWord("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try parseNumber())
        default: throw failure("unexpected character")
        }
    }

    private mutating func parseWord(_ word: StaticString, _ value: JSONValue) throws -> JSONValue {
        let count = word.utf8CodeUnitCount
        guard input.count - position >= count,
            (0..<count).allSatisfy({ input[position + $0] == word.utf8Start[$0] })
        else { throw failure("unexpected character") }
        position += count
        return value
    }

    private mutating func parseObject(depth: Int) throws -> JSONObject {
        position += 1
        var object = JSONObject()
        skipSpace()
        if current == UInt8(ascii: "}") {
            position += 1
            return object
        }
        while true {
            skipSpace()
            guard current == UInt8(ascii: "\"") else { throw failure("a key is missing") }
            let key = try parseString()
            skipSpace()
            guard current == UInt8(ascii: ":") else { throw failure("a colon is missing") }
            position += 1
            object.append(key, try parseValue(depth: depth + 1))
            skipSpace()
            switch current {
            case UInt8(ascii: ","): position += 1
            case UInt8(ascii: "}"):
                position += 1
                return object
            default: throw failure("an object does not end")
            }
        }
    }

    private mutating func parseArray(depth: Int) throws -> [JSONValue] {
        position += 1
        var elements: [JSONValue] = []
        skipSpace()
        if current == UInt8(ascii: "]") {
            position += 1
            return elements
        }
        while true {
            elements.append(try parseValue(depth: depth + 1))
            skipSpace()
            switch current {
            case UInt8(ascii: ","): position += 1
            case UInt8(ascii: "]"):
                position += 1
                return elements
            default: throw failure("an array does not end")
            }
        }
    }

    private mutating func parseNumber() throws -> String {
        let start = position
        if current == UInt8(ascii: "-") { position += 1 }
        let isZero = current == UInt8(ascii: "0")
        let integer = position
        try skipDigits()
        guard allowsLeadingZeros || !isZero || position == integer + 1 else {
            position = integer
            throw failure("a number has a leading zero")
        }
        if current == UInt8(ascii: ".") {
            position += 1
            try skipDigits()
        }
        if current == UInt8(ascii: "e") || current == UInt8(ascii: "E") {
            position += 1
            if current == UInt8(ascii: "+") || current == UInt8(ascii: "-") { position += 1 }
            try skipDigits()
        }
        return String(decoding: input[start..<position], as: UTF8.self)
    }

    private mutating func skipDigits() throws {
        let start = position
        while let byte = current, (0x30...0x39).contains(byte) { position += 1 }
        guard position > start else { throw failure("a digit is missing") }
    }

    private mutating func parseString() throws -> String {
        position += 1
        let start = position
        while let byte = current {
            switch byte {
            case UInt8(ascii: "\""):
                defer { position += 1 }
                return String(decoding: input[start..<position], as: UTF8.self)
            case UInt8(ascii: "\\"): return try parseEscapedString(from: start)
            default: position += 1
            }
        }
        throw failure("a string does not end")
    }

    private mutating func parseEscapedString(from start: Int) throws -> String {
        var bytes = Array(input[start..<position])
        while let byte = current {
            position += 1
            if byte == UInt8(ascii: "\"") { return String(decoding: bytes, as: UTF8.self) }
            guard byte == UInt8(ascii: "\\") else {
                bytes.append(byte)
                continue
            }
            guard let escape = current else { break }
            position += 1
            switch escape {
            case UInt8(ascii: "n"): bytes.append(0x0A)
            case UInt8(ascii: "t"): bytes.append(0x09)
            case UInt8(ascii: "r"): bytes.append(0x0D)
            case UInt8(ascii: "b"): bytes.append(0x08)
            case UInt8(ascii: "f"): bytes.append(0x0C)
            case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): bytes.append(escape)
            case UInt8(ascii: "u"): bytes.append(contentsOf: String(try parseUnicodeEscape()).utf8)
            default: throw failure("an unknown escape")
            }
        }
        throw failure("a string does not end")
    }

    private mutating func parseUnicodeEscape() throws -> Character {
        let first = try parseHex()
        guard (0xD800..<0xE000).contains(first) else { return Character(Unicode.Scalar(first) ?? "\u{FFFD}") }
        guard first < 0xDC00, current == UInt8(ascii: "\\"), position + 1 < input.count,
            input[position + 1] == UInt8(ascii: "u")
        else { return "\u{FFFD}" }
        let mark = position
        position += 2
        let second = try parseHex()
        guard (0xDC00..<0xE000).contains(second) else {
            position = mark
            return "\u{FFFD}"
        }
        let scalar = 0x10000 + ((first & 0x3FF) << 10 | (second & 0x3FF))
        return Character(Unicode.Scalar(scalar) ?? "\u{FFFD}")
    }

    private mutating func parseHex() throws -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = current, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw failure("a hexadecimal digit is missing")
            }
            value = value << 4 | UInt32(digit)
            position += 1
        }
        return value
    }
}
