/// Draws ids in the forms that the backends use.
enum IDGenerator {
    /// Digits, the first of them no zero.
    static func decimal(_ count: Int) -> String {
        String(Int.random(in: 1...9)) + draw("0123456789", count - 1)
    }

    /// Lower-case hexadecimal digits.
    static func hexadecimal(_ count: Int) -> String { draw("0123456789abcdef", count) }

    /// Letters and digits.
    static func alphanumeric(_ count: Int) -> String {
        draw("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", count)
    }

    private static func draw(_ letters: String, _ count: Int) -> String {
        let letters = Array(letters)
        return String((0..<count).map { _ in letters[Int.random(in: letters.indices)] })
    }
}
