/// Sends an API key in a header field: `Authorization: Bearer KEY`, `Authorization: Key KEY` or `x-goog-api-key: KEY`.
public struct KeyAuthorizer: RequestAuthorizer {
    private let secret: Secret
    private let fieldName: String
    private let prefix: String
    private let forms: KeyForms

    /// Creates an authorizer for a key.
    /// - Parameters:
    ///   - secret: The key.
    ///   - fieldName: The name of the header field.
    ///   - prefix: The text before the key. It is empty in most fields other than `Authorization`.
    public init(_ secret: Secret, in fieldName: String = "Authorization", prefix: String = "Bearer ") {
        self.secret = secret
        self.fieldName = fieldName
        self.prefix = prefix
        forms = KeyForms(secret.value)
    }

    /// Returns the field with the key, which is the same for every request.
    public func fields(for request: HTTPRequest, at date: Date) async throws -> HTTPFields {
        [fieldName: prefix + secret.value]
    }

    /// Returns the field with a text in place of the key, for display.
    package func field(showing text: String) -> HTTPField? { HTTPField(name: fieldName, value: prefix + text) }

    /// Removes the key from a text, and also any prefix of the key of 8 or more characters.
    ///
    /// Finds the key in any letter case, in base64, in hexadecimal, percent-encoded, and with invisible characters
    /// in between.
    public func scrubbing(_ text: String) -> String { forms.removed(from: text) }

    /// The key.
    public var accountKey: Secret? { secret }

    /// Restores the key that ``scrubbing(_:)`` removed from a text.
    public func restoring(_ text: String) -> String {
        text.contains(Redaction.mark) ? text.replacing(Redaction.mark, with: secret.value) : text
    }
}

extension KeyAuthorizer: CustomStringConvertible, CustomReflectable {
    /// The name of the header field, never the key.
    public var description: String { "key in \(fieldName)" }
    /// A mirror that shows the name of the header field alone.
    public var customMirror: Mirror { Mirror(self, children: ["fieldName": fieldName]) }
}
