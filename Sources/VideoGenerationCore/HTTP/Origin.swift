/// Scheme, host and port of a URL: what a credential is bound to.
///
/// Two URLs share an origin only when all three are equal; the port counts with its default filled in.
public struct Origin: Sendable, Hashable, Codable {
    /// `http` or `https`.
    public let scheme: String
    /// The host in lower case; an IPv6 address keeps its brackets.
    public let host: String
    /// The port, 443 or 80 where the URL names none.
    public let port: Int

    /// Reads scheme and authority of a URL.
    /// - Returns: nil for user info, an empty or odd host, a port out of range, another scheme.
    init?(scheme: some StringProtocol, authority: some StringProtocol) {
        let scheme = scheme.lowercased()
        guard scheme == "http" || scheme == "https" else { return nil }
        let authority = authority.lowercased()
        var host = authority[...]
        var port = scheme == "https" ? 443 : 80
        let hostEnd =
            authority.hasPrefix("[")
            ? authority.firstIndex(of: "]") ?? authority.startIndex : authority.startIndex
        if let colon = authority[hostEnd...].firstIndex(of: ":") {
            host = authority[..<colon]
            let digits = authority[authority.index(after: colon)...]
            guard digits.isEmpty || digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
                let number = digits.isEmpty ? port : Int(digits), (1...65535).contains(number)
            else { return nil }
            port = number
        }
        guard Self.isHost(host) else { return nil }
        self.scheme = scheme
        self.host = String(host)
        self.port = port
    }

    /// `scheme://host[:port]`, the port only where it is not the default.
    public var string: String {
        let isDefault = port == (scheme == "https" ? 443 : 80)
        return "\(scheme)://\(host)\(isDefault ? "" : ":\(port)")"
    }

    /// Whether traffic is encrypted.
    public var isSecure: Bool { scheme == "https" }

    /// Whether the host is this machine by name or literal address.
    public var isLoopback: Bool {
        host == "localhost" || host == "[::1]"
            || (host.hasPrefix("127.") && NetworkAddress(host)?.isLoopback == true)
    }

    private static func isHost(_ host: Substring) -> Bool {
        if host.hasPrefix("[") {
            return host.hasSuffix("]") && host.utf8.count > 3
                && NetworkAddress(host.dropFirst().dropLast()) != nil
        }
        return !host.isEmpty && host.utf8.count <= 253
            && host.utf8.allSatisfy {
                (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D || $0 == 0x2E
                    || $0 == 0x5F
            }
    }
}

extension Origin: CustomStringConvertible {
    /// The same as ``string``.
    public var description: String { string }
}
