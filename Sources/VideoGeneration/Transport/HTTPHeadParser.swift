/// Parses the raw lines of a response's head.
///
/// The parser is lenient: servers write `Retry-After:5`, send bytes that aren't UTF-8, fold lines, and repeat
/// fields. It skips interim responses (1xx). It rejects a head that makes the body ambiguous: two different
/// lengths, or a content encoding that wasn't requested.
struct HTTPHeadParser {
    /// The maximum length of a head, in bytes.
    static let maximumLength = 256 * 1024

    /// The reason for rejecting a response, as a sentence for people.
    struct Refusal: Error {
        let message: String
    }

    private var status: Int?
    private var fields: [(name: String, value: [UInt8])] = []
    private var length = 0
    private(set) var isComplete = false

    /// Parses one line, including its line ending.
    /// - Returns: The head if this was its last line, otherwise nil.
    mutating func consume(_ line: UnsafeRawBufferPointer) throws(Refusal) -> HTTPResponseHead? {
        if isComplete { return nil }  // trailers
        length += line.count
        guard length <= Self.maximumLength else {
            throw Refusal(message: "The response's head is longer than \(Self.maximumLength) bytes.")
        }
        var line = line[...]
        while let last = line.last, last == 0x0A || last == 0x0D { line.removeLast() }
        if line.isEmpty { return try end() }
        if line.starts(with: "HTTP/".utf8) {
            status = Self.status(line)
            fields = []
        } else if line.first == 0x20 || line.first == 0x09 {
            if !fields.isEmpty { fields[fields.count - 1].value += [0x20] + Self.trimmed(line) }
        } else if let colon = line.firstIndex(of: 0x3A) {
            let name = String(decoding: Self.trimmed(line[..<colon]), as: UTF8.self)
            fields.append((name, Array(Self.trimmed(line[line.index(after: colon)...]))))
        }
        return nil
    }

    private mutating func end() throws(Refusal) -> HTTPResponseHead? {
        guard let status, (100...599).contains(status) else {
            throw Refusal(message: "The response has no status between 100 and 599.")
        }
        if status < 200 { return nil }
        let head = HTTPResponseHead(
            status: status,
            fields: HTTPFields(
                fields.compactMap {
                    HTTPField(name: $0.name, value: String(decoding: $0.value, as: UTF8.self))
                }
            )
        )
        isComplete = true
        if Set(head.fields.values("Content-Length")).count > 1 {
            throw Refusal(message: "The response has two different lengths.")
        }
        if let coding = head.fields["Content-Encoding"], !["", "identity"].contains(coding.lowercased()) {
            throw Refusal(message: "The response has a content encoding that was not requested.")
        }
        return head
    }

    /// Parses a status line: `HTTP/1.1 200 OK`, `HTTP/2 200`.
    private static func status(_ line: Slice<UnsafeRawBufferPointer>) -> Int? {
        let words = line.split(separator: 0x20, maxSplits: 2)
        guard words.count > 1, words[1].count == 3 else { return nil }
        return Int(String(decoding: words[1], as: UTF8.self))
    }

    private static func trimmed(_ bytes: Slice<UnsafeRawBufferPointer>) -> Slice<UnsafeRawBufferPointer> {
        var bytes = bytes
        while let first = bytes.first, first == 0x20 || first == 0x09 { bytes.removeFirst() }
        while let last = bytes.last, last == 0x20 || last == 0x09 { bytes.removeLast() }
        return bytes
    }
}
