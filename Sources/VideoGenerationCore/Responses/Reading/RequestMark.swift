/// The ID of an HTTP request in a server's message: `(request id: 2026…)`, `trace_id=4f…`, `【tid：…】`.
///
/// The ID does not help a reader and makes each message look new. It is therefore removed from the message and stored
/// separately.
struct RequestMark {
    /// The text without the request IDs.
    let text: String
    /// The first ID in the text; nil if there is none.
    let id: String?

    init(in text: String) {
        var rest = Array(text.utf8)[...]
        var output: [UInt8] = []
        var id: String?
        while let mark = Mark(in: rest) {
            id = id ?? String(decoding: rest[mark.id], as: UTF8.self)
            output += rest[..<mark.range.lowerBound]
            rest = rest[mark.range.upperBound...]
        }
        self.id = id
        self.text = id == nil ? text : Self.tidied(String(decoding: output + rest, as: UTF8.self))
    }

    /// Removes empty brackets and superfluous separators.
    private static func tidied(_ text: String) -> String {
        var output: [Character] = []
        for character in text {
            if let opening = brackets[character] {
                let kept = output.lastIndex { !$0.isWhitespace && !",;|，；".contains($0) }
                if let kept, output[kept] == opening {
                    output.removeSubrange(kept...)
                    while output.last?.isWhitespace == true { output.removeLast() }
                    continue
                }
            }
            if ".。".contains(character) {
                while output.last.map({ " ,;|，；".contains($0) }) == true { output.removeLast() }
            }
            if character == " ", output.last == " " { continue }
            output.append(character)
        }
        return String(output).trimming { $0.isWhitespace || ",;|，；-".contains($0) }
    }

    private static let brackets: [Character: Character] = [
        ")": "(", "]": "[", "}": "{", "）": "（", "】": "【", "］": "［", "」": "「", ">": "<",
    ]
}

/// The position of a request ID in a text.
private struct Mark {
    /// The range to remove from the text.
    let range: Range<Int>
    let id: Range<Int>

    /// Finds the first request ID in a text.
    init?(in text: ArraySlice<UInt8>) {
        for start in text.indices {
            guard let label = Self.labelEnd(in: text, at: start), let mark = Self(text, start, label) else { continue }
            self = mark
            return
        }
        return nil
    }

    private init?(_ text: ArraySlice<UInt8>, _ start: Int, _ labelEnd: Int) {
        var position = labelEnd
        func skip(_ isSkipped: (UInt8) -> Bool) {
            while position < text.endIndex, isSkipped(text[position]) { position += 1 }
        }
        skip { Self.isBlank($0) || Self.isQuote($0) }
        var isTold = false
        for separator in [":", "=", "\u{FF1A}", "#"] where text[position...].starts(with: separator.utf8) {
            position += separator.utf8.count
            isTold = true
            break
        }
        skip { Self.isBlank($0) || Self.isQuote($0) || $0 == UInt8(ascii: "[") }
        var end = position
        while end < text.endIndex, Self.isToken(text[end]) { end += 1 }
        while end > position, text[end - 1] == UInt8(ascii: ".") || text[end - 1] == UInt8(ascii: ":") { end -= 1 }
        let hasDigit = text[position..<end].contains { (0x30...0x39).contains($0) }
        // "The request id is missing" contains no ID.
        guard end > position, isTold ? hasDigit || end - position >= 6 : hasDigit && end - position >= 8 else {
            return nil
        }
        id = position..<end
        while end < text.endIndex, Self.isQuote(text[end]) { end += 1 }
        // In a sentence such as "include the request id abc123 in your message", only the ID is removed.
        var first = isTold ? start : position
        while first > text.startIndex, Self.isQuote(text[first - 1]) || !isTold && Self.isBlank(text[first - 1]) {
            first -= 1
        }
        range = first..<end
    }

    /// Returns the end of a label that begins at this position, including a prefix that is joined to it:
    /// `x-oneapi-request-id`.
    private static func labelEnd(in text: ArraySlice<UInt8>, at start: Int) -> Int? {
        if text[start] >= 0x80 { return chineseLabelEnd(in: text, at: start) }
        guard isJoined(text[start]), start == text.startIndex || !isJoined(text[start - 1]) else { return nil }
        var end = start
        while end < text.endIndex, isJoined(text[end]) { end += 1 }
        let word = FoldedWord(String(decoding: text[start..<end], as: UTF8.self)).text
        if endings.contains(where: word.hasSuffix) || words.contains(word) { return end }
        // A label of two words, such as "request id".
        guard firstWords.contains(word), end < text.endIndex, isBlank(text[end]) else { return nil }
        let second = text[(end + 1)...].prefix(2).map { $0 | 0x20 }
        let behind = end + 3
        guard second.elementsEqual("id".utf8), behind >= text.endIndex || !isJoined(text[behind]) else { return nil }
        return behind
    }

    private static func chineseLabelEnd(in text: ArraySlice<UInt8>, at start: Int) -> Int? {
        for label in chineseLabels {
            let candidate = text[start...].prefix(label.utf8.count)
            if candidate.elementsEqual(label.utf8, by: { $0 == $1 || $0 | 0x20 == $1 && (0x41...0x5A).contains($0) }) {
                return candidate.endIndex
            }
        }
        return nil
    }

    private static let endings = ["requestid", "reqid", "traceid"]
    private static let words: Set<String> = ["tid", "rid", "logid", "xttlogid"]
    private static let firstWords: Set<String> = ["request", "req", "trace", "log", "correlation", "ray"]
    private static let chineseLabels = ["请求id", "请求 id", "请求编号", "追踪id", "追踪 id", "日志id"]

    private static func isJoined(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x5F: true
        default: false
        }
    }

    private static func isToken(_ byte: UInt8) -> Bool { isJoined(byte) || byte == 0x2E || byte == 0x3A }
    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
    private static func isQuote(_ byte: UInt8) -> Bool { byte == 0x22 || byte == 0x27 || byte == 0x60 }
}
