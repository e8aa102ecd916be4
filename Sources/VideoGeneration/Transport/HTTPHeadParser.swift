/// Reads the raw lines of an answer's head, leniently: servers write `Retry-After:5`, send bytes that are
/// not UTF-8, fold lines and repeat fields.
///
/// Interim answers (1xx) are skipped. What would make the body ambiguous is not forgiven: two different
/// lengths, and an encoding that nobody asked for.
struct HTTPHeadParser {
    /// More than this is no head.
    static let maximumLength = 256 * 1024

    /// Why an answer is refused; a sentence for people.
    struct Refusal: Error {
        let message: String
    }

    private var status: Int?
    private var fields: [(name: String, value: [UInt8])] = []
    private var length = 0
    private(set) var isComplete = false

    /// Takes one line, its line end included.
    /// - Returns: the head, when the line was its last one.
    mutating func take(_ line: UnsafeRawBufferPointer) throws(Refusal) -> HTTPResponseHead? {
        if isComplete { return nil }  // trailers
        length += line.count
        guard length <= Self.maximumLength else {
            throw Refusal(message: "The answer's head is longer than \(Self.maximumLength) bytes.")
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
            throw Refusal(message: "The answer has no status between 100 and 599.")
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
            throw Refusal(message: "The answer has two different lengths.")
        }
        if let coding = head.fields["Content-Encoding"], !["", "identity"].contains(coding.lowercased()) {
            throw Refusal(message: "The answer is encoded, though identity was asked for.")
        }
        return head
    }

    /// `HTTP/1.1 200 OK`, `HTTP/2 200`.
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
