import CLibcurl

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

extension NetworkAddress {
    /// The address that a socket is about to connect to; nil for anything but IPv4 and IPv6.
    init?(_ socket: UnsafePointer<clibcurl_sockaddr>) {
        guard let offset = MemoryLayout<clibcurl_sockaddr>.offset(of: \.addr) else { return nil }
        // libcurl declares the short form and stores the long one.
        let address = UnsafeRawPointer(socket) + offset
        let length = Int(socket.pointee.addrlen)
        switch socket.pointee.family {
        case AF_INET where length >= MemoryLayout<sockaddr_in>.size:
            let ip = address.loadUnaligned(as: sockaddr_in.self).sin_addr
            self.init(bytes: withUnsafeBytes(of: ip) { Array($0) })
        case AF_INET6 where length >= MemoryLayout<sockaddr_in6>.size:
            let ip = address.loadUnaligned(as: sockaddr_in6.self).sin6_addr
            self.init(bytes: withUnsafeBytes(of: ip) { Array($0) })
        default: return nil
        }
    }
}
