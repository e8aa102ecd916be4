/// Writes a label of a host in ASCII, by RFC 3492.
enum Punycode {
    private static let base = 36
    private static let initialBias = 72
    private static let initialCode: UInt32 = 0x80
    private static let digits = Array("abcdefghijklmnopqrstuvwxyz0123456789")
    /// A label is at most 63 bytes, and each character outside ASCII takes at least one.
    private static let longest = 63

    /// The label without the `xn--` before it.
    /// - Returns: nil for a label that is too long to be one.
    static func encode(_ label: String) -> String? {
        let codes = label.unicodeScalars.map(\.value)
        guard codes.count <= longest else { return nil }
        let plain = codes.filter { $0 < initialCode }
        var output = String(String.UnicodeScalarView(plain.compactMap(Unicode.Scalar.init)))
        if !plain.isEmpty { output += "-" }
        var (next, delta, bias, handled) = (initialCode, 0, initialBias, plain.count)
        while handled < codes.count, let least = codes.filter({ $0 >= next }).min() {
            // 63 characters of at most 0x10FFFF stay far below what an Int holds.
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

    /// A number whose digits have weights that depend on their place (RFC 3492, section 3.3).
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
