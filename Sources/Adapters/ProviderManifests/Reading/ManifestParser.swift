import VideoGenerationCore

/// Parses the JSON of a manifest and keeps the line of each value.
///
/// A person writes a manifest, so this parser is stricter than the one for responses: it refuses a member that occurs
/// twice, raw control characters, malformed UTF-8 and deep nesting.
struct ManifestParser {
    /// The size of the largest manifest in bytes. The five manifests of this package have less than 40 KB each.
    static let maximumSize = 1 << 20
    /// Deeper than any body of a known API.
    private static let maximumDepth = 32
    /// More members than any object of a known API has. It bounds the work for one object.
    private static let maximumMembers = 1_000

    private let bytes: [UInt8]
    private var position = 0
    private var line = 1

    /// Returns the value of a file.
    /// - Throws: ``ManifestError`` with the one mistake at which the parser stopped.
    static func parse(_ bytes: some Collection<UInt8>) throws(ManifestError) -> ManifestNode {
        guard bytes.count <= maximumSize else {
            throw problem(
                1,
                "The file has more than \(maximumSize) bytes. Remove models or samples that it does not need."
            )
        }
        var parser = ManifestParser(Array(bytes))
        let node = try parser.value("", depth: 0)
        parser.skipSpace()
        guard parser.current == nil else { throw parser.failure("Something follows the last }. Remove it.") }
        return node
    }

    private init(_ bytes: [UInt8]) {
        self.bytes = bytes
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    }

    private static func problem(_ line: Int, _ message: String) -> ManifestError {
        ManifestError(problems: [ManifestProblem(line: line, path: "", message: message)])
    }

    private func failure(_ message: String) -> ManifestError { Self.problem(line, message) }

    private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skipSpace() {
        while let byte = current, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
            if byte == 0x0A { line += 1 }
            position += 1
        }
    }

    private mutating func value(_ path: String, depth: Int) throws(ManifestError) -> ManifestNode {
        guard depth < Self.maximumDepth else {
            throw failure("The values are nested deeper than \(Self.maximumDepth).")
        }
        skipSpace()
        let line = line
        let content: ManifestNode.Content
        switch current {
        case UInt8(ascii: "{"): content = .object(try members(path, depth: depth))
        case UInt8(ascii: "["): content = .array(try elements(path, depth: depth))
        case UInt8(ascii: "\""): content = .string(try string())
        case nil: throw failure("The file ends too early: a value is missing.")
        default: content = try word()
        }
        return ManifestNode(line: line, path: path, content: content)
    }

    private mutating func members(_ path: String, depth: Int) throws(ManifestError) -> [ManifestNode.Member] {
        position += 1
        var members: [ManifestNode.Member] = []
        var seen: Set<String> = []
        skipSpace()
        if consume("}") { return members }
        while true {
            skipSpace()
            let keyLine = line
            guard current == UInt8(ascii: "\"") else {
                throw failure("The name of a member is missing. Remove a comma before } if there is one.")
            }
            let key = try string()
            guard members.count < Self.maximumMembers else {
                throw failure("An object has more than \(Self.maximumMembers) members.")
            }
            guard seen.insert(key).inserted else {
                throw failure("The member \(key.quoted) occurs twice in this object. Keep one of them.")
            }
            skipSpace()
            guard consume(":") else { throw failure("A colon is missing after \(key.quoted).") }
            let inner = try value(path.isEmpty ? key : "\(path).\(key)", depth: depth + 1)
            members.append(.init(key: key, line: keyLine, value: inner))
            skipSpace()
            if consume("}") { return members }
            guard consume(",") else { throw failure("A comma or } is missing.") }
        }
    }

    private mutating func elements(_ path: String, depth: Int) throws(ManifestError) -> [ManifestNode] {
        position += 1
        var elements: [ManifestNode] = []
        skipSpace()
        if consume("]") { return elements }
        while true {
            elements.append(try value("\(path)[\(elements.count)]", depth: depth + 1))
            skipSpace()
            if consume("]") { return elements }
            guard consume(",") else { throw failure("A comma or ] is missing.") }
        }
    }

    private mutating func consume(_ character: Unicode.Scalar) -> Bool {
        guard current == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    private mutating func string() throws(ManifestError) -> String {
        let start = position
        position += 1
        while let byte = current, byte != UInt8(ascii: "\"") {
            guard byte >= 0x20, byte != 0x7F else {
                throw failure("A string contains a control character or does not end in its line.")
            }
            position += byte == UInt8(ascii: "\\") ? 2 : 1
        }
        guard current != nil else { throw failure("A string does not end.") }
        position += 1
        let token = bytes[start..<position]
        guard String(validating: token, as: UTF8.self) != nil else { throw failure("A string is not UTF-8 text.") }
        guard case .string(let text)? = try? JSONValue(parsing: token) else {
            throw failure("A string has an unknown escape after a backslash.")
        }
        guard !text.unicodeScalars.contains(where: { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) }) else {
            throw failure("A string contains a control character.")
        }
        return text
    }

    private mutating func word() throws(ManifestError) -> ManifestNode.Content {
        let start = position
        while let byte = current, !" \n\r\t,]}:".utf8.contains(byte) { position += 1 }
        switch try? JSONValue(parsing: bytes[start..<position]) {
        case .number(let digits)?: return .number(digits)
        case .bool(let value)?: return .bool(value)
        case .null?: return .null
        default:
            position = start
            throw failure("This is not JSON. Texts need quotation marks, and comments are not part of JSON.")
        }
    }
}
