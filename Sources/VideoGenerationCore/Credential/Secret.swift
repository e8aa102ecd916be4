/// An API key that can't be printed, dumped, encoded or compared by accident.
///
/// Create one with ``init(environment:)`` or ``init(_:)``, which reject keys that could break out of a header field. The
/// value leaves this type only in a request to the ``Credential``'s own origins, or through ``withValue(_:)``.
public struct Secret: Sendable {
    /// The key. Internal, so that only the callers of a transport can attach it.
    let value: String

    /// Creates a secret from a key, after removing spaces and tabs at both ends.
    /// - Throws: ``VideoError`` with code `authenticationFailed` if the key is empty or contains a control
    ///   character, a space or a non-ASCII character. Such a key was pasted incorrectly, and could inject a header
    ///   field.
    public init(_ key: String) throws(VideoError) {
        let trimmed = key.trimmingPrefix { $0 == " " || $0 == "\t" }
        let value = String(trimmed.reversed().trimmingPrefix { $0 == " " || $0 == "\t" }.reversed())
        guard !value.isEmpty, value.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw VideoError(
                .authenticationFailed,
                "The API key is \(value.isEmpty ? "empty" : "malformed: it contains a line break, a space or a non-ASCII character").",
                advice: "Nothing was sent. Set the key again, without quotation marks and line breaks."
            )
        }
        self.value = value
    }

    /// Calls a function with the key, for a ``RequestAuthorizer`` that signs with it. The function must not keep or
    /// print the key.
    public func withValue<Result>(_ body: (String) throws -> Result) rethrows -> Result { try body(value) }

    /// Returns a text without the key in any of its forms: plain, base64, hexadecimal, percent-encoded.
    public func scrubbing(_ text: String) -> String { KeyForms(value).removed(from: text) }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The constant text `<secret>`, never the key.
    public var description: String { "<secret>" }
    /// The constant text `<secret>`, never the key.
    public var debugDescription: String { "<secret>" }
    /// A mirror without children, so that `dump` shows nothing.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
