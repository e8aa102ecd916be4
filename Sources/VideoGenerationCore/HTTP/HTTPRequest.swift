/// One HTTP request, complete except for the key, which the provider attaches when it sends the request.
public struct HTTPRequest: Sendable, Hashable {
    /// The HTTP method of the request.
    public var method: HTTPMethod
    /// The URL of the request, kept byte for byte.
    public var url: HTTPURL
    /// The header fields other than `Host`, `Content-Length` and the credential.
    public var fields: HTTPFields
    /// The body, or nil if there is none.
    public var body: [UInt8]?
    /// The addresses that the connection can go to.
    public var peers: AddressPolicy
    /// Whether sending the request twice does no harm. Only such a request can share a connection.
    public var isSafe: Bool
    /// The names of the fields that a ``Credential`` added, in lower case.
    package var keyFields: Set<String> = []

    /// The addresses that a connection can go to, checked after the host name was resolved.
    public enum AddressPolicy: Sendable, Hashable {
        /// Any address, because the user chose the host.
        case any
        /// Only public addresses, because a server chose the host.
        case publicOnly
    }

    /// Creates a request from its parts.
    ///
    /// If `isSafe` is nil, the method decides whether sending the request twice does no harm. Pass true for a POST that
    /// only reads.
    public init(
        _ method: HTTPMethod,
        _ url: HTTPURL,
        fields: HTTPFields = [:],
        body: [UInt8]? = nil,
        peers: AddressPolicy = .any,
        isSafe: Bool? = nil
    ) {
        self.method = method
        self.url = url
        self.fields = fields
        self.body = body
        self.peers = peers
        self.isSafe = isSafe ?? method.isSafe
    }
}

extension HTTPRequest: CustomStringConvertible {
    /// The method and the URL without its query.
    public var description: String { "\(method.rawValue) \(url)" }
}
