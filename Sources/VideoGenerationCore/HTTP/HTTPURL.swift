/// An absolute `http` or `https` URL, kept byte for byte.
///
/// Signed links break if a client re-encodes `%2F` or `%2B`, so this type never rewrites characters that are legal
/// in a URL: ``string`` is sent as it was given. Characters that are illegal there (spaces, characters outside
/// ASCII, `{`, `|`, quotation marks) are percent-encoded, and an international host becomes its `xn--` name, as in
/// every HTTP client.
///
/// Everything else is strict, because links come from servers: no user info, no control characters or backslashes,
/// a host of letters, digits, dots and hyphens (or a bracketed IPv6 address), and at most 8 KiB. Spaces around the
/// URL and a fragment are dropped.
public struct HTTPURL: Sendable, Hashable {
    /// The length of the longest accepted URL, in bytes.
    package static let maximumLength = 8 * 1024

    /// The URL as it is sent, without a fragment. May contain a signature: log ``description`` instead.
    public let string: String
    /// The scheme, host and port of the URL. Credentials are bound to it.
    public let origin: Origin
    /// The part after the host: the path and the query. Never empty.
    package let target: String

    /// Parses an absolute URL.
    /// - Returns: nil if the text isn't an absolute `http` or `https` URL.
    public init?(_ string: some StringProtocol) {
        guard string.utf8.count <= Self.maximumLength else { return nil }
        let whole = string.trimming(\.isWhitespace)
        let text = whole[..<(whole.utf8.firstIndex(of: UInt8(ascii: "#")) ?? whole.endIndex)]
        guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")), text[colon...].utf8.starts(with: "://".utf8)
        else { return nil }
        let rest = text[text.utf8.index(colon, offsetBy: 3)...]
        let end = rest.utf8.firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") } ?? rest.endIndex
        guard let authority = InternationalHost.ascii(rest[..<end]),
            let origin = Origin(scheme: text[..<colon], authority: authority),
            let tail = PercentEncoding.completing(rest[end...])
        else { return nil }
        self.origin = origin
        self.target = tail.utf8.first == UInt8(ascii: "/") ? tail : "/" + tail
        self.string = text[..<colon].lowercased() + "://" + authority.lowercased() + target
        guard self.string.utf8.count <= Self.maximumLength else { return nil }
    }

    /// The path without the query, with its percent-encoding unchanged.
    package var path: String { String(target.prefix { $0 != "?" }) }

    /// The query without the question mark, with its percent-encoding unchanged, or nil if there is none.
    package var query: String? {
        target.firstIndex(of: "?").map { String(target[target.index(after: $0)...]) }
    }

    /// Returns the first value of a query item, percent-decoded, or nil if there is none.
    package func queryValue(_ name: String) -> String? {
        for item in (query ?? "").split(separator: "&") {
            let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if parts.count == 2, parts[0].lowercased() == name.lowercased() {
                return PercentEncoding.decode(parts[1])
            }
        }
        return nil
    }

    /// Resolves a reference against this URL as in RFC 3986, section 5.2, and keeps its bytes.
    ///
    /// Use this for `Location` header fields and for relative links in responses.
    /// - Returns: nil if the result isn't an `http` or `https` URL.
    public func resolving(_ reference: String) -> HTTPURL? {
        let text = reference.prefix { $0 != "#" }
        if let colon = text.firstIndex(of: ":"), !text[..<colon].contains(where: { "/?".contains($0) }) {
            return HTTPURL(text)
        }
        if text.hasPrefix("//") { return HTTPURL("\(origin.scheme):\(text)") }
        if text.isEmpty { return self }
        if text.hasPrefix("?") { return HTTPURL(origin.string + path + text) }
        let cut = text.firstIndex(of: "?") ?? text.endIndex
        let folder = text.hasPrefix("/") ? "" : String(path[...(path.lastIndex(of: "/") ?? path.startIndex)])
        return HTTPURL(origin.string + Self.removingDotSegments(folder + text[..<cut]) + text[cut...])
    }

    /// Removes dot segments as in RFC 3986, section 5.2.4.
    private static func removingDotSegments(_ path: String) -> String {
        var output: [Substring] = []
        let segments = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        for (index, segment) in segments.enumerated() {
            let isLast = index == segments.count - 1
            switch segment {
            case ".": if isLast { output.append("") }
            case "..":
                if !output.isEmpty { output.removeLast() }
                if isLast { output.append("") }
            default: output.append(segment)
            }
        }
        return "/" + output.joined(separator: "/")
    }
}

extension HTTPURL: CustomStringConvertible, CustomReflectable {
    /// The origin and the path. The query is left out because it may be a signature.
    public var description: String { origin.string + path + (query == nil ? "" : "?…") }

    /// A mirror that shows only ``description``, so that `dump` doesn't print a signature either.
    public var customMirror: Mirror { Mirror(self, children: ["url": description]) }
}

extension HTTPURL: Codable {
    /// Decodes the URL from a single string.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let url = HTTPURL(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not an http(s) URL")
        }
        self = url
    }

    /// Encodes the whole URL as a single string.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(string)
    }
}
