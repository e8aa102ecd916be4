/// Separates the long strings of a JSON text from the rest while the text arrives.
///
/// A long string is replaced by its mark; see ``InlineContent``. The scanner holds at most ``threshold`` bytes and one
/// chunk. A text that does not begin like a JSON object or array passes unchanged.
package struct LongStringScanner: Sendable {
    /// A part of the text.
    package enum Piece: Sendable, Hashable {
        /// JSON text outside long strings, with their marks.
        case text([UInt8])
        /// The next bytes of a long string, without escapes.
        case content(Int, [UInt8])
        /// The end of a long string.
        case end(Int)
    }

    private enum Mode {
        /// Nothing but blanks arrived.
        case start
        /// The text is not JSON.
        case plain
        case outside
        /// Inside a string that may still be short.
        case short
        case long
    }

    /// The longest string that stays in the text, in bytes between its quotation marks.
    package static let threshold = 16 << 10

    private var mode = Mode.start
    /// The beginning of a string that may still be short.
    private var pending: [UInt8] = []
    /// Whether the last byte was a backslash that begins an escape.
    private var isEscaped = false
    private var unescaper = JSONUnescaper()
    /// The number of long strings so far.
    private var count = 0

    /// Creates a scanner at the beginning of a text.
    package init() {}

    /// Whether the text does not begin like a JSON object or array.
    package var isPlain: Bool { if case .plain = mode { true } else { false } }

    /// Takes the next bytes.
    package mutating func scan(_ chunk: [UInt8]) -> [Piece] {
        var pieces: [Piece] = []
        var text: [UInt8] = []
        var rest = chunk[...]
        while let first = rest.first {
            switch mode {
            case .start:
                // Blanks and a byte order mark.
                if [0x20, 0x09, 0x0A, 0x0D, 0xEF, 0xBB, 0xBF].contains(first) {
                    text.append(rest.removeFirst())
                } else {
                    mode = first == UInt8(ascii: "{") || first == UInt8(ascii: "[") ? .outside : .plain
                }
            case .plain:
                text += rest
                rest = []
            case .outside:
                let quote = rest.firstIndex(of: UInt8(ascii: "\"")) ?? rest.endIndex
                text += rest[..<quote]
                if quote < rest.endIndex { mode = .short }
                rest = rest[quote...].dropFirst()
            case .short:
                let end = endOfString(in: rest)
                pending += rest[..<end]
                if pending.count > Self.threshold {
                    mode = .long
                    count += 1
                    text += JSONValue.string(InlineContent.mark(count - 1)).bytes
                    pieces.append(.content(count - 1, unescaper.unescape(pending[...])))
                    pending = []
                } else if end < rest.endIndex {
                    text += [UInt8(ascii: "\"")] + pending + [UInt8(ascii: "\"")]
                    pending = []
                    mode = .outside
                    rest = rest[end...].dropFirst()
                    continue
                }
                rest = rest[end...]
            case .long:
                let end = endOfString(in: rest)
                if end > rest.startIndex { pieces.append(.content(count - 1, unescaper.unescape(rest[..<end]))) }
                if end < rest.endIndex {
                    pieces.append(.end(count - 1))
                    unescaper = JSONUnescaper()
                    mode = .outside
                }
                rest = rest[end...].dropFirst()
            }
        }
        if !text.isEmpty { pieces.append(.text(text)) }
        return pieces
    }

    /// Returns the rest of a text that ended inside a short string.
    package func unfinishedText() -> [UInt8] {
        if case .short = mode { [UInt8(ascii: "\"")] + pending } else { [] }
    }

    /// Returns the index of the quotation mark that ends a string, or the end of the bytes.
    private mutating func endOfString(in bytes: ArraySlice<UInt8>) -> Int {
        var isEscaped = isEscaped
        let offset = bytes.withUnsafeBufferPointer { bytes in
            for index in bytes.indices {
                if isEscaped {
                    isEscaped = false
                } else if bytes[index] == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if bytes[index] == UInt8(ascii: "\"") {
                    return index
                }
            }
            return bytes.count
        }
        self.isEscaped = isEscaped
        return bytes.startIndex + offset
    }
}

/// Resolves the escapes of a JSON string that arrives in pieces. Only characters of ASCII are of interest: every other
/// escape becomes the byte 0xFF, which no encoding of files contains.
struct JSONUnescaper: Sendable {
    /// The beginning of an escape, without its backslash; nil outside an escape.
    private var escape: [UInt8]?

    mutating func unescape(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        if escape == nil, !bytes.contains(UInt8(ascii: "\\")) { return Array(bytes) }
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count)
        for byte in bytes {
            guard var begun = escape else {
                if byte == UInt8(ascii: "\\") { escape = [] } else { output.append(byte) }
                continue
            }
            begun.append(byte)
            guard begun[0] != UInt8(ascii: "u") || begun.count == 5 else {
                escape = begun
                continue
            }
            escape = nil
            output.append(Self.value(begun))
        }
        return output
    }

    private static func value(_ escape: [UInt8]) -> UInt8 {
        switch escape[0] {
        case UInt8(ascii: "/"), UInt8(ascii: "\\"), UInt8(ascii: "\""): return escape[0]
        case UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"): return 0x0A
        case UInt8(ascii: "u"):
            let code = UInt32(String(decoding: escape.dropFirst(), as: UTF8.self), radix: 16) ?? 0xFF
            return code < 0x80 ? UInt8(code) : 0xFF
        default: return 0xFF
        }
    }
}
