/// JSON text that is harmless wherever it is printed, and means the same.
package enum JSONEscapes {
    /// Writes what cannot be seen as `\u….`: the value is kept to the last bit, and no terminal obeys it.
    /// - Parameter json: JSON text, in which such characters stand in strings only.
    package static func escaping(_ json: [UInt8]) -> [UInt8] {
        guard json.contains(where: { $0 >= 0x7F }) else { return json }
        var result: [UInt8] = []
        result.reserveCapacity(json.count)
        for scalar in String(decoding: json, as: UTF8.self).unicodeScalars {
            // A JSON text may be laid out with line ends.
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
