/// An origin besides the endpoint's own that an API uses, such as its file storage.
///
/// A request to an origin that is neither the endpoint's own nor trusted is not sent, and a URL from a response that leads
/// there is ignored.
public struct TrustedOrigin: Sendable, Hashable {
    /// The scheme, host and port.
    public var origin: Origin
    /// Whether requests to the origin carry the key.
    public var getsKey: Bool

    /// Creates a trusted origin.
    /// - Parameters:
    ///   - url: Any URL of the origin.
    ///   - getsKey: Whether requests to the origin carry the key.
    public init(of url: HTTPURL, getsKey: Bool) {
        origin = url.origin
        self.getsKey = getsKey
    }

    /// Creates a trusted origin from text such as `https://rest.example.com`.
    /// - Returns: nil if the text is not an `https` URL.
    public init?(_ url: String, getsKey: Bool) {
        guard let url = HTTPURL(url), url.origin.isSecure else { return nil }
        self.init(of: url, getsKey: getsKey)
    }
}
