/// The scheme, host and port of a URL, to which a credential is bound.
///
/// Two URLs share an origin only if all three are equal. A port that the URL omits counts as the scheme's default
/// port.
public struct Origin: Sendable, Hashable, Codable {
    /// The scheme, `http` or `https`.
    package let scheme: String
    /// The host in lowercase. An IPv6 address keeps its brackets.
    package let host: String
    /// The port. The default is 443 for `https` and 80 for `http`.
    package let port: Int

    /// Parses the scheme and the authority of a URL.
    /// - Returns: nil for user info, an empty or malformed host, a port out of range, or another scheme.
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

    /// The origin as `scheme://host[:port]`, without the port if it is the default.
    package var string: String {
        let isDefault = port == (scheme == "https" ? 443 : 80)
        return "\(scheme)://\(host)\(isDefault ? "" : ":\(port)")"
    }

    /// Whether the connection is encrypted.
    package var isSecure: Bool { scheme == "https" }

    /// Whether the host is this machine, by name or by literal address.
    package var isLoopback: Bool {
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
    /// The origin as text, such as `https://api.example.com`.
    public var description: String { string }
}
