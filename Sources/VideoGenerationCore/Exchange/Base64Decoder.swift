/// Decodes base64 that arrives in pieces (RFC 4648): the standard and the URL-safe alphabet, with or without padding,
/// with blanks and line breaks anywhere, and after the header of a `data:` URL.
package struct Base64Decoder: Sendable {
    /// The text is not base64.
    package struct Malformed: Error {}

    private static let scheme = Array("data:".utf8)
    /// Longer than the header of any `data:` URL of a file.
    private static let longestHeader = 256

    private enum Mode {
        /// The first characters, which may belong to a header.
        case start([UInt8])
        /// The header of a `data:` URL, with the number of its characters so far.
        case header(Int)
        case content
        /// Only padding and blanks may follow.
        case padded
    }

    private var mode = Mode.start([])
    private var bits: UInt32 = 0
    /// The number of characters of the group that is not complete.
    private var count = 0

    /// Creates a decoder at the beginning of a text.
    package init() {}

    /// Decodes the next characters.
    /// - Throws: ``Malformed``.
    package mutating func decode(_ text: [UInt8]) throws(Malformed) -> [UInt8] {
        var text = text[...]
        if case .start(let begun) = mode {
            text = (begun + text)[...]
            guard text.count >= Self.scheme.count else {
                mode = .start(Array(text))
                return []
            }
            mode = text.starts(with: Self.scheme) ? .header(0) : .content
        }
        if case .header(let count) = mode {
            let comma = text.firstIndex(of: UInt8(ascii: ","))
            let length = count + text[..<(comma ?? text.endIndex)].count
            guard length <= Self.longestHeader else { throw Malformed() }
            guard let comma else {
                mode = .header(length)
                return []
            }
            mode = .content
            text = text[(comma + 1)...]
        }
        return try decodeContent(text)
    }

    /// Returns the bytes of the last group.
    /// - Throws: ``Malformed`` if the text ends inside a byte.
    package mutating func finish() throws(Malformed) -> [UInt8] {
        var output: [UInt8] = []
        if case .start(let text) = mode {
            mode = .content
            output = try decodeContent(text[...])
        }
        if case .header = mode { throw Malformed() }
        switch count {
        case 0: break
        case 2: output.append(UInt8(truncatingIfNeeded: bits >> 4))
        case 3:
            output.append(UInt8(truncatingIfNeeded: bits >> 10))
            output.append(UInt8(truncatingIfNeeded: bits >> 2))
        default: throw Malformed()
        }
        (bits, count) = (0, 0)
        return output
    }

    private mutating func decodeContent(_ text: ArraySlice<UInt8>) throws(Malformed) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(text.count / 4 * 3 + 3)
        var isPadded = if case .padded = mode { true } else { false }
        var (bits, count) = (bits, count)
        for byte in text {
            let value = Self.values[Int(byte)]
            if value < 64, !isPadded {
                bits = bits << 6 | UInt32(value)
                count += 1
                guard count == 4 else { continue }
                output.append(UInt8(truncatingIfNeeded: bits >> 16))
                output.append(UInt8(truncatingIfNeeded: bits >> 8))
                output.append(UInt8(truncatingIfNeeded: bits))
                (bits, count) = (0, 0)
            } else if value == Self.padding {
                isPadded = true
            } else if value != Self.blank {
                throw Malformed()
            }
        }
        if isPadded { mode = .padded }
        (self.bits, self.count) = (bits, count)
        return output
    }

    private static let padding: UInt8 = 64
    private static let blank: UInt8 = 65

    /// The value of each character.
    private static let values: [UInt8] = {
        var values = [UInt8](repeating: .max, count: 256)
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".utf8)
        for (value, character) in alphabet.enumerated() { values[Int(character)] = UInt8(value) }
        for character in "+-".utf8 { values[Int(character)] = 62 }
        for character in "/_".utf8 { values[Int(character)] = 63 }
        for character in " \t\r\n".utf8 { values[Int(character)] = blank }
        values[Int(UInt8(ascii: "="))] = padding
        return values
    }()
}
