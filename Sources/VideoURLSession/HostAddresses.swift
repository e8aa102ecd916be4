import VideoPlatform

#if canImport(FoundationNetworking)
import VideoGenerationCore
#endif

/// The addresses that a host's name has.
enum HostAddresses {
    /// Refuses a host one of whose addresses is not public.
    /// - Throws: ``HTTPTransportError`` with code `addressRefused` or `nameNotResolved`.
    static func checkPublic(_ origin: Origin) throws(HTTPTransportError) {
        let host = origin.host.hasPrefix("[") ? String(origin.host.dropFirst().dropLast()) : origin.host
        var first: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, nil, nil, &first) == 0 else {
            throw .init(.nameNotResolved, .notSent, "The name \(origin.host) has no address.")
        }
        defer { freeaddrinfo(first) }
        var next = first
        while let entry = next {
            guard let address = entry.pointee.ai_addr, address.networkAddress?.isPublic == true else {
                throw .init(
                    .addressRefused,
                    .notSent,
                    "\(origin) leads to an address that is not public; a link from a server may not go there."
                )
            }
            next = entry.pointee.ai_next
        }
    }
}

extension UnsafeMutablePointer<sockaddr> {
    /// The address in a socket address of IPv4 or IPv6.
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
