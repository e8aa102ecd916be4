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
        self.origin = origin
        self.fieldName = fieldName
        self.prefix = prefix
    }

    /// The header to send to a URL; nil unless the URL is of this credential's origin and private enough.
    public func field(for url: HTTPURL) -> HTTPField? {
        guard url.origin == origin, origin.isSecure || origin.isLoopback else { return nil }
        return HTTPField(name: fieldName, value: prefix + secret.value)
    }

    /// Removes the key, its base64 form and any prefix of it of 8 or more characters from a text.
    public func scrubbing(_ text: String) -> String { Redaction.removing(secret.value, from: text) }
}
