/// Which links of a server may be followed: decided by what they look like, before anything is sent.
///
/// A link stands in a provider's answer or in a redirect, so it is as trustworthy as whoever wrote it. It
/// has to be `https` at a public name and the usual port. Two exceptions come from what the user chose: the
/// provider's own host, and this machine where the provider itself runs on it. What a public name resolves
/// to is checked by the transport; see ``HTTPRequest/AddressPolicy``.
public struct LinkPolicy: Sendable, Hashable {
    /// The provider's own origin, chosen by the user.
    public let origin: Origin

    /// Makes the rules for a provider's links.
    public init(origin: Origin) { self.origin = origin }

    /// Checks a link.
    /// - Parameters:
    ///   - url: the link.
    ///   - previous: the URL whose redirect this is; nil for a first link.
    /// - Returns: which addresses the connection may go to.
    /// - Throws: ``VideoError`` with code `unsafeURL`, which names the origin alone.
    public func check(_ url: HTTPURL, from previous: HTTPURL? = nil) throws -> HTTPRequest.AddressPolicy {
        if let previous, previous.origin.isSecure, !url.origin.isSecure {
            throw Self.refusal(url, "it leads from https to http")
        }
        if url.origin == origin { return .any }
        if origin.isLoopback, url.origin.isLoopback { return .any }
        guard url.origin.isSecure else { throw Self.refusal(url, "it is not https") }
        guard url.origin.host != origin.host else { return .any }
        guard url.origin.port == 443 else { throw Self.refusal(url, "it names an unusual port") }
        guard Self.isPublicName(url.origin.host) else {
            throw Self.refusal(url, "it names no public host")
        }
        return .publicOnly
    }

    /// Whether a host is a name that could be public: not an address in any spelling, not this machine, not
    /// a private network's.
    static func isPublicName(_ host: String) -> Bool {
        let labels = host.split(separator: ".", omittingEmptySubsequences: true)
        // A last label that begins with a digit makes an address: 127.1, 2130706433, 0x7f.1 (WHATWG URL,
        // "ends in a number"). No top-level domain does.
        guard labels.count >= 2, let last = labels.last, last.first?.isLetter == true else { return false }
        return !privateDomains.contains(String(last)) && labels.suffix(2) != ["home", "arpa"]
    }

    /// RFC 6761, RFC 6762 and RFC 8375; `internal` is ICANN's name for private use, the others are usual.
    private static let privateDomains: Set<String> = [
        "localhost", "local", "localdomain", "internal", "intranet", "lan", "home", "corp",
    ]

    private static func refusal(_ url: HTTPURL, _ reason: String) -> VideoError {
        VideoError(
            .unsafeURL,
            "The link to \(url.origin) is not followed: \(reason).",
            advice: "Nothing was sent there. The video stays at the provider; tell the provider about the link."
        )
    }
}
