import VideoGenerationCore
import VideoPlatform

/// The IP addresses of a host.
enum HostAddresses {
    /// Rejects a host if any of its addresses is not public.
    /// - Throws: ``HTTPTransportError`` with code `addressRefused` or `nameNotResolved`.
    static func checkPublic(_ origin: Origin) throws(HTTPTransportError) {
        let host = origin.host.hasPrefix("[") ? String(origin.host.dropFirst().dropLast()) : origin.host
        var first: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, nil, nil, &first) == 0 else {
            throw .init(.nameNotResolved, .notSent, "The host name \(origin.host) could not be resolved.")
        }
        defer { freeaddrinfo(first) }
        var next = first
        while let entry = next {
            guard let address = entry.pointee.ai_addr, address.networkAddress?.isPublic == true else {
                throw .init(
                    .addressRefused,
                    .notSent,
                    "\(origin) resolves to an address that is not public, and a server's link must not lead there."
                )
            }
            next = entry.pointee.ai_next
        }
    }
}

extension UnsafeMutablePointer<sockaddr> {
    /// The IP address in an IPv4 or IPv6 socket address; nil for other families.
    fileprivate var networkAddress: NetworkAddress? {
        switch Int32(pointee.sa_family) {
        case AF_INET:
            withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
                NetworkAddress(bytes: withUnsafeBytes(of: $0.pointee.sin_addr) { Array($0) })
            }
        case AF_INET6:
            withMemoryRebound(to: sockaddr_in6.self, capacity: 1) {
                NetworkAddress(bytes: withUnsafeBytes(of: $0.pointee.sin6_addr) { Array($0) })
            }
        default: nil
        }
    }
}
