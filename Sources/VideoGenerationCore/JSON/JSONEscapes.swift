/// Escapes invisible characters, so that JSON text is safe to print and keeps its meaning.
package enum JSONEscapes {
    /// Returns the JSON text with every invisible character written as `\u….`. The value is unchanged, and a terminal
    /// cannot interpret the text as a command.
    /// - Parameter json: JSON text in which such characters occur only inside strings.
    package static func escaping(_ json: [UInt8]) -> [UInt8] {
        guard json.contains(where: { $0 >= 0x7F }) else { return json }
        var result: [UInt8] = []
        result.reserveCapacity(json.count)
        for scalar in String(decoding: json, as: UTF8.self).unicodeScalars {
            // Formatted JSON contains line breaks outside strings. They are below 0x7F and stay as they are.
            if scalar.value >= 0x7F, scalar.isInvisible {
                for unit in UTF16.encode(scalar) ?? .init() {
                    let digits = String(unit, radix: 16)
                    result += "\\u\(String(repeating: "0", count: 4 - digits.count))\(digits)".utf8
                }
            } else {
                result += UTF8.encode(scalar) ?? .init()
            }
        }
        return result
    }
}
