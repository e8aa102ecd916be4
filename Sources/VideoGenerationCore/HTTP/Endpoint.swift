/// Where an API lives.
public struct Endpoint: Sendable, Hashable, Codable {
    /// The address as the provider's documents give it: with `/v1` for the OpenAI style, the bare host for
    /// MiniMax.
    public let baseURL: HTTPURL

    /// Takes an address.
    /// - Throws: ``VideoError`` with code `configurationInvalid` where it is not `https`, loopback aside.
    public init(_ baseURL: String) throws(VideoError) {
        guard let url = HTTPURL(baseURL), url.query == nil else {
            throw VideoError(
                .configurationInvalid,
                "The base URL is not a plain https address.",
                advice:
                    "Nothing was sent. Give an address such as https://api.example.com/v1, without user name and query."
            )
        }
        guard url.origin.isSecure || url.origin.isLoopback else {
            throw VideoError(
                .configurationInvalid,
                "The base URL \(url) is not https.",
                advice:
                    "Nothing was sent. A key may only travel over https; http is allowed to this machine alone."
            )
        }
        self.baseURL = url
    }

    /// Scheme, host and port.
    public var origin: Origin { baseURL.origin }

    /// An address below the base: each segment percent-encoded as one, each query item encoded.
    ///
    /// A segment may hold anything, such as an id with `:`, `/`, `+` or `=`. `.` and `..` as whole segments
    /// are refused, because no encoding keeps a server from reading them as a path.
    public func url(_ segments: String..., query: [(String, String)] = []) throws -> HTTPURL {
        try url(segments, query: query)
    }

    /// The same for a list of segments.
    package func url(_ segments: [String], query: [(String, String)] = []) throws -> HTTPURL {
        var text = baseURL.string
        while text.hasSuffix("/") { text.removeLast() }
        for segment in segments {
            guard segment != ".", segment != "..", !segment.isEmpty else {
                throw VideoError(.invalidRequest, "An id is empty or a path: it cannot be asked for.")
            }
            text += "/" + PercentEncoding.encode(segment)
        }
        if !query.isEmpty {
            text +=
                "?"
                + query.map { "\(PercentEncoding.encode($0.0))=\(PercentEncoding.encode($0.1))" }.joined(separator: "&")
        }
        guard let url = HTTPURL(text) else {
            throw VideoError(.invalidRequest, "An id is too long to be asked for.")
        }
        return url
    }
}
