/// An API key that cannot be printed, dumped, encoded or compared by accident.
///
/// Make one with ``init(_:)``, which refuses keys that could break out of a header. The value leaves this
/// type only as a header of a request to the ``Credential``'s own origin.
public struct Secret: Sendable {
    /// The key. Internal: only the transport's callers attach it.
    let value: String

    /// Takes a key, trimmed of surrounding spaces and line ends.
    /// - Throws: ``VideoError`` with code `authenticationFailed` where the key is empty or holds a control,
    ///   space or non-ASCII character: such a key was pasted wrongly, and could inject a header.
    public init(_ key: String) throws {
        let trimmed = key.trimmingPrefix { $0 == " " || $0 == "\t" }
        let value = String(trimmed.reversed().trimmingPrefix { $0 == " " || $0 == "\t" }.reversed())
        guard !value.isEmpty, value.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw VideoError(
                .authenticationFailed,
                "The API key is \(value.isEmpty ? "empty" : "malformed: it holds a line end, a space or an odd character").",
                advice: "Nothing was sent. Set the key again, without quotes and line ends."
            )
        }
        self.value = value
    }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Always `<secret>`.
    public var description: String { "<secret>" }
    /// Always `<secret>`.
    public var debugDescription: String { "<secret>" }
    /// Shows nothing.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
