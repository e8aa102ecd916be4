/// Generates random IDs in the formats of the backends.
enum IDGenerator {
    /// Returns decimal digits. The first one is not 0.
    static func decimal(_ count: Int) -> String {
        String(Int.random(in: 1...9)) + draw("0123456789", count - 1)
    }

    /// Returns lowercase hexadecimal digits.
    static func hexadecimal(_ count: Int) -> String { draw("0123456789abcdef", count) }

    /// Returns ASCII letters and digits.
    static func alphanumeric(_ count: Int) -> String {
        draw("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", count)
    }

    private static func draw(_ letters: String, _ count: Int) -> String {
        let letters = Array(letters)
        return String((0..<count).map { _ in letters[Int.random(in: letters.indices)] })
    }
}
