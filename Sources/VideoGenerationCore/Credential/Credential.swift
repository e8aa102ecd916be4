/// A key and the one origin that it may be sent to.
///
/// Credentials are attached hop by hop, never copied along a redirect: ``field(for:)`` answers nil for
/// every URL of another origin, and for plain `http` off this machine.
public struct Credential: Sendable {
    /// The only origin that receives the key.
    public let origin: Origin
    /// The header that carries it.
    public let fieldName: String
    private let prefix: String
    private let secret: Secret
    private let forms: KeyForms

    /// Binds a key to an origin.
    /// - Parameters:
    ///   - secret: the key.
    ///   - origin: the API's own origin.
    ///   - fieldName: the header's name; `Authorization` in every dialect of this package.
    ///   - prefix: what stands before the key, `Bearer ` by default.
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

    /// The header to send to a URL; nil unless the URL is of this credential's origin and private enough.
    public func field(for url: HTTPURL) -> HTTPField? {
        guard url.origin == origin, origin.isSecure || origin.isLoopback else { return nil }
        return HTTPField(name: fieldName, value: prefix + secret.value)
    }

    /// Removes the key, and any beginning of it of 8 or more characters, from a text: in any case, also in base64, in
    /// hexadecimal, percent-encoded, and with invisible characters in between.
    public func scrubbing(_ text: String) -> String { forms.removed(from: text) }

    /// Puts the key back where ``scrubbing(_:)`` took it out of a text that must go back to the server as it came.
    func restoring(_ text: String) -> String {
        text.contains(Redaction.mark) ? text.replacing(Redaction.mark, with: secret.value) : text
    }
}
