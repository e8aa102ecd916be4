/// A key and the one origin that it can be sent to.
///
/// A credential is attached to each request separately and never copied along a redirect: ``field(for:)`` returns
/// nil for every URL of another origin, and for plain `http` to a host other than this machine.
public struct Credential: Sendable {
    /// The only origin that receives the key.
    package let origin: Origin
    /// The name of the header field that carries the key.
    package let fieldName: String
    private let prefix: String
    private let secret: Secret
    private let forms: KeyForms

    /// Binds a key to an origin.
    /// - Parameters:
    ///   - secret: The key.
    ///   - origin: The API's own origin.
    ///   - fieldName: The name of the header field. It is `Authorization` in every dialect of this package.
    ///   - prefix: The text before the key, `Bearer ` by default.
    public init(
        _ secret: Secret,
        for origin: Origin,
        fieldName: String = "Authorization",
        prefix: String = "Bearer "
    ) {
        self.secret = secret
        forms = KeyForms(secret.value)
        self.origin = origin
        self.fieldName = fieldName
        self.prefix = prefix
    }

    /// Returns the header field to send to a URL, or nil if the URL has another origin or the connection isn't
    /// private.
    public func field(for url: HTTPURL) -> HTTPField? {
        guard url.origin == origin, origin.isSecure || origin.isLoopback else { return nil }
        return HTTPField(name: fieldName, value: prefix + secret.value)
    }

    /// Removes the key from a text, and also any prefix of the key of 8 or more characters.
    ///
    /// Finds the key in any letter case, in base64, in hexadecimal, percent-encoded, and with invisible characters
    /// in between.
    package func scrubbing(_ text: String) -> String { forms.removed(from: text) }

    /// Restores the key that ``scrubbing(_:)`` removed from a text, for a text that must go back to the server
    /// unchanged.
    func restoring(_ text: String) -> String {
        text.contains(Redaction.mark) ? text.replacing(Redaction.mark, with: secret.value) : text
    }
}
