/// One HTTP request, complete but for the key, which the provider attaches when it sends.
public struct HTTPRequest: Sendable, Hashable {
    /// What is asked.
    public var method: HTTPMethod
    /// Of whom, byte for byte.
    public var url: HTTPURL
    /// Headers besides `Host`, `Content-Length` and the credential.
    public var fields: HTTPFields
    /// The body; nil where there is none.
    public var body: [UInt8]?
    /// Which addresses the connection may go to.
    public var peers: AddressPolicy

    /// Which addresses a connection may go to, decided after the name was resolved.
    public enum AddressPolicy: Sendable, Hashable {
        /// Anywhere: the user chose the host.
        case any
        /// Public addresses only: a server chose the host.
        case publicOnly
    }

    /// Makes a request.
    public init(
        _ method: HTTPMethod,
        _ url: HTTPURL,
        fields: HTTPFields = [:],
        body: [UInt8]? = nil,
        peers: AddressPolicy = .any
    ) {
        self.method = method
        self.url = url
        self.fields = fields
        self.body = body
        self.peers = peers
    }
}

extension HTTPRequest: CustomStringConvertible {
    /// Method and URL without its query.
    public var description: String { "\(method.rawValue) \(url)" }
}
