/// Where an API lives.
public struct Endpoint: Sendable, Hashable, Codable {
    /// The address as the provider's documents give it: with `/v1` for the OpenAI style, the bare host for
    /// MiniMax.
    public let baseURL: HTTPURL

    /// Takes an address.
    /// - Throws: ``VideoError`` with code `configurationInvalid` where it is not `https`, loopback aside.
    public init(_ baseURL: String) throws {
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
    public func url(_ segments: [String], query: [(String, String)] = []) throws -> HTTPURL {
        var text = baseURL.string
        while text.hasSuffix("/") { text.removeLast() }
        for segment in segments {
            guard segment != ".", segment != "..", !segment.isEmpty else {
                throw VideoError(.invalidRequest, "An id is empty or a path: it cannot be asked for.")
            }
            text += "/" + Self.encode(segment)
        }
        if !query.isEmpty {
            text += "?" + query.map { "\(Self.encode($0.0))=\(Self.encode($0.1))" }.joined(separator: "&")
        }
        guard let url = HTTPURL(text) else {
            throw VideoError(.invalidRequest, "An id is too long to be asked for.")
        }
        return url
    }

    /// Percent-encodes all but RFC 3986's unreserved characters.
    private static func encode(_ text: String) -> String {
        var output = ""
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E:
                output.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let hex = String(byte, radix: 16, uppercase: true)
                output += hex.count == 1 ? "%0\(hex)" : "%\(hex)"
            }
        }
        return output
    }
}
