/// The address of an API.
public struct Endpoint: Sendable, Hashable, Codable {
    /// The base URL as the provider's documentation gives it: with `/v1` for the OpenAI style, the bare host for
    /// MiniMax.
    public let baseURL: HTTPURL

    /// Creates an endpoint from a base URL.
    /// - Throws: ``VideoError`` with code `configurationInvalid` if the URL is neither `https` nor on this machine.
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

    /// The scheme, host and port of the base URL.
    public var origin: Origin { baseURL.origin }

    /// Returns a URL below the base URL. Each segment and each query item is percent-encoded as a whole.
    ///
    /// A segment can contain any character, as in an ID with `:`, `/`, `+` or `=`.
    /// - Throws: ``VideoError`` with code `invalidRequest` if a segment is empty, `.` or `..`, because a server would
    ///   read these as a path in any encoding.
    public func url(_ segments: String..., query: [(String, String)] = []) throws(VideoError) -> HTTPURL {
        try url(segments, query: query)
    }

    /// Returns a URL below the base URL from a path whose `/` and `:` are kept, for IDs that are paths and for verbs
    /// after a colon: `models/veo/operations/7:cancel`.
    /// - Throws: ``VideoError`` with code `invalidRequest` if the path has an empty, `.` or `..` segment in any encoding,
    ///   or contains `?`, `#`, a backslash or a control character.
    public func url(verbatim path: String, query: [(String, String)] = []) throws(VideoError) -> HTTPURL {
        let segments = path.split(separator: "/", omittingEmptySubsequences: false)
        guard segments.allSatisfy(Self.isPlain), !path.contains("?"), !path.contains("#"),
            let path = PercentEncoding.completing(path[...])
        else { throw VideoError(.invalidRequest, "An ID is not a plain path, so no request can be made for it.") }
        return try url(appending: "/" + path, query: query)
    }

    /// Returns whether a segment means itself to every server, also to one that decodes it twice or removes parameters
    /// after a semicolon.
    private static func isPlain(_ segment: Substring) -> Bool {
        var text = String(segment)
        for _ in 0..<3 {
            guard let plain = PercentEncoding.decode(text) else { return false }
            let name = plain.prefix { $0 != ";" }
            let isOther =
                name.isEmpty || name == "." || name == ".." || plain.contains("/") || plain.contains("\\")
                || plain.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F }
            if isOther { return false }
            if plain == text { return true }
            text = plain
        }
        return false
    }

    /// Returns a URL below the base URL from a list of segments.
    package func url(_ segments: [String], query: [(String, String)] = []) throws(VideoError) -> HTTPURL {
        var path = ""
        for segment in segments {
            guard segment != ".", segment != "..", !segment.isEmpty else {
                throw VideoError(.invalidRequest, "An ID is empty or a path, so no request can be made for it.")
            }
            path += "/" + PercentEncoding.encode(segment)
        }
        return try url(appending: path, query: query)
    }

    private func url(appending path: String, query: [(String, String)]) throws(VideoError) -> HTTPURL {
        var text = baseURL.string
        while text.hasSuffix("/") { text.removeLast() }
        text += path
        if !query.isEmpty {
            text +=
                "?"
                + query.map { "\(PercentEncoding.encode($0.0))=\(PercentEncoding.encode($0.1))" }.joined(separator: "&")
        }
        guard let url = HTTPURL(text) else {
            throw VideoError(.invalidRequest, "An ID is too long for a request.")
        }
        return url
    }
}
