/// Encodes a label of a host name in ASCII, as in RFC 3492.
enum Punycode {
    private static let base = 36
    private static let initialBias = 72
    private static let initialCode: UInt32 = 0x80
    private static let digits = Array("abcdefghijklmnopqrstuvwxyz0123456789")
    /// The maximum number of characters: a label has at most 63 bytes, and each character outside ASCII takes at
    /// least one.
    private static let longest = 63

    /// Returns the encoded label without the `xn--` prefix.
    /// - Returns: nil if the label is too long for a host name.
    static func encode(_ label: String) -> String? {
        let codes = label.unicodeScalars.map(\.value)
        guard codes.count <= longest else { return nil }
        let plain = codes.filter { $0 < initialCode }
        var output = String(String.UnicodeScalarView(plain.compactMap(Unicode.Scalar.init)))
        if !plain.isEmpty { output += "-" }
        var (next, delta, bias, handled) = (initialCode, 0, initialBias, plain.count)
        while handled < codes.count, let least = codes.filter({ $0 >= next }).min() {
            // 63 characters of at most 0x10FFFF can't overflow an Int.
            delta += Int(least - next) * (handled + 1)
            next = least
            for code in codes {
                if code < next { delta += 1 }
                guard code == next else { continue }
                output += number(delta, bias: bias)
                bias = adapted(delta, count: handled + 1, isFirst: handled == plain.count)
                delta = 0
                handled += 1
            }
            delta += 1
            next += 1
        }
        return output
    }

    /// Encodes a number with digits whose weights depend on their position (RFC 3492, section 3.3).
    private static func number(_ number: Int, bias: Int) -> String {
        var (rest, place, output) = (number, base, "")
        while true {
            let threshold = min(max(place - bias, 1), 26)
            guard rest >= threshold else { return output + [digits[rest]] }
            output.append(digits[threshold + (rest - threshold) % (base - threshold)])
            rest = (rest - threshold) / (base - threshold)
            place += base
        }
    }

    private static func adapted(_ delta: Int, count: Int, isFirst: Bool) -> Int {
        var delta = isFirst ? delta / 700 : delta / 2
        delta += delta / count
        var steps = 0
        while delta > 455 {
            delta /= base - 1
            steps += base
        }
        return steps + base * delta / (delta + 38)
    }
}
