/// A file inside a JSON response, as a string in base64.
///
/// A response with a long string is read without holding it: the string is replaced by a mark while the response
/// arrives; see ``VideoDialect/responseLimit(for:)``. The bytes are read when the output is downloaded, by the same
/// request.
public enum InlineContent: Sendable, Hashable {
    /// A short string, with its text.
    case text(String)
    /// The long string with this number in its response, counted from 0.
    case string(Int)

    /// The beginning of the mark that replaces a long string.
    static let markPrefix = "\u{1}inline:"

    /// Creates content from a string of a response: its text in base64, or the mark of a long string.
    /// - Returns: nil if the value is not a string or is blank.
    public init?(_ value: JSONValue?) {
        guard let text = value?.text else { return nil }
        if text.hasPrefix(Self.markPrefix) {
            guard let number = Int(text.dropFirst(Self.markPrefix.count)), number >= 0 else { return nil }
            self = .string(number)
        } else {
            self = .text(text)
        }
    }

    /// The text of the mark that replaces the long string with this number.
    static func mark(_ number: Int) -> String { "\(markPrefix)\(number)" }

    /// The bytes of a short string; nil if it is not base64 or if the string is a long one.
    package var bytes: [UInt8]? {
        guard case .text(let text) = self else { return nil }
        var decoder = Base64Decoder()
        guard let bytes = try? decoder.decode(Array(text.utf8)), let rest = try? decoder.finish() else { return nil }
        return bytes + rest
    }
}
