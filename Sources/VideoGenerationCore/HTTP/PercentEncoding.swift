/// Percent-encoding as defined by RFC 3986.
package enum PercentEncoding {
    /// Encodes all characters except the unreserved ones.
    package static func encode(_ text: String) -> String {
        var output = ""
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E:
                output.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let hex = String(byte, radix: 16, uppercase: true)
                output += hex.count == 1 ? "%0\(hex)" : "%\(hex)"
            }
        }
        return output
    }

    /// Encodes the bytes that are illegal in a path or a query, and leaves every other byte unchanged. Existing
    /// percent-encoding, and therefore a signature, keeps its bytes.
    ///
    /// These are the bytes that browsers, curl and the HTTP clients of common languages encode: spaces, characters
    /// outside ASCII, and `"`, `<`, `>`, `^`, `` ` ``, `{`, `|`, `}`.
    /// - Returns: nil for a control character, which would end a line of the request, and for a backslash, which
    ///   half of the clients read as a slash.
    package static func completing(_ text: Substring) -> String? {
        if text.utf8.allSatisfy(isLiteral) { return String(text) }
        var output: [UInt8] = []
        for byte in text.utf8 {
            if isLiteral(byte) {
                output.append(byte)
            } else if byte < 0x20 || byte == 0x7F || byte == UInt8(ascii: "\\") {
                return nil
            } else {
                output += [UInt8(ascii: "%"), hexDigits[Int(byte >> 4)], hexDigits[Int(byte & 15)]]
            }
        }
        return String(decoding: output, as: UTF8.self)
    }

    private static let hexDigits = Array("0123456789ABCDEF".utf8)

    private static func isLiteral(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x22, 0x3C, 0x3E, 0x5C, 0x5E, 0x60, 0x7B, 0x7C, 0x7D: false
        default: byte > 0x20 && byte < 0x7F
        }
    }

    /// Decodes a text. Returns nil if a percent sign isn't followed by two hexadecimal digits, or if the bytes
    /// aren't UTF-8.
    package static func decode(_ text: some StringProtocol) -> String? {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = rest.popFirst().flatMap(digit), let low = rest.popFirst().flatMap(digit) else {
                return nil
            }
            bytes.append(UInt8(high << 4 | low))
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func digit(_ byte: UInt8) -> Int? { Character(Unicode.Scalar(byte)).hexDigitValue }
}
