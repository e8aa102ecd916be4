/// An absolute `http` or `https` URL, kept byte for byte.
///
/// Signed links break when a client re-encodes `%2F` or `%2B`, so this type never rewrites what may stand in a URL:
/// ``string`` goes on the wire as it came in. What may not stand there (spaces, characters outside ASCII, `{`, `|`,
/// quotation marks) is percent-encoded, and an international host becomes its `xn--` name, as every HTTP client does
/// it. The rest is strict, because links come from servers: no user info, no control characters or backslashes, a
/// host of letters, digits, dots and hyphens (or a bracketed IPv6 address), at most 8 KiB. Spaces around the URL and
/// a fragment are dropped.
public struct HTTPURL: Sendable, Hashable {
    /// The longest URL that is accepted, in bytes.
    public static let maximumLength = 8 * 1024

    /// The URL as it is sent, without a fragment. May hold a signature: log ``description`` instead.
    public let string: String
    /// Where the URL points: scheme, host and port. Credentials are bound to it.
    public let origin: Origin
    /// Everything behind the host: path and query, never empty.
    public let target: String

    /// Reads an absolute URL.
    /// - Returns: nil for anything but an absolute `http` or `https` URL.
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

    /// The path without the query, percent-encoding untouched.
    public var path: String { String(target.prefix { $0 != "?" }) }

    /// The query without the question mark, percent-encoding untouched; nil where there is none.
    public var query: String? {
        target.firstIndex(of: "?").map { String(target[target.index(after: $0)...]) }
    }

    /// The first value of a query item, percent-decoded; nil where there is none.
    public func queryValue(_ name: String) -> String? {
        for item in (query ?? "").split(separator: "&") {
            let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if parts.count == 2, parts[0].lowercased() == name.lowercased() {
                return PercentEncoding.decode(parts[1])
            }
        }
        return nil
    }

    /// Resolves a reference against this URL by RFC 3986, section 5.2, and keeps its bytes.
    ///
    /// Used for `Location` headers and relative links in answers.
    /// - Returns: nil where the result is no plain `http` or `https` URL.
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

    /// RFC 3986, section 5.2.4.
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
    /// Origin and path, with the query left out: it may be a signature.
    public var description: String { origin.string + path + (query == nil ? "" : "?…") }

    /// Shows what ``description`` shows, so that `dump` prints no signature either.
    public var customMirror: Mirror { Mirror(self, children: ["url": description]) }
}

extension HTTPURL: Codable {
    /// Reads the URL from a single string.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let url = HTTPURL(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not an http(s) URL")
        }
        self = url
    }

    /// Writes the whole URL as a single string.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(string)
    }
}
