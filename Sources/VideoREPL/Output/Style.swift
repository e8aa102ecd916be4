/// The style of a text, for terminals that show colors.
enum Style: String, Sendable, Hashable {
    case dim = "2"
    case red = "31"
    case green = "32"
    case yellow = "33"
    case cyan = "36"

    /// Returns the text between its escape codes.
    func applied(to text: String) -> String { "\u{1B}[\(rawValue)m\(text)\u{1B}[0m" }
}
