#if canImport(Glibc)
import var Glibc.AF_INET
import var Glibc.AF_INET6
import struct Glibc.in6_addr
import struct Glibc.in_addr
import func Glibc.inet_pton
#elseif canImport(Musl)
import var Musl.AF_INET
import var Musl.AF_INET6
import struct Musl.in6_addr
import struct Musl.in_addr
import func Musl.inet_pton
#else
import var Darwin.AF_INET
import var Darwin.AF_INET6
import struct Darwin.in6_addr
import struct Darwin.in_addr
import func Darwin.inet_pton
#endif

/// A numeric IPv4 or IPv6 address, with a check whether a link from a server can lead to it.
///
/// A provider's response can name any host. Before anything is sent to that host, the address of the connection is
/// checked, so that a link can reach neither this machine nor its private network.
package struct NetworkAddress: Sendable, Hashable {
    /// The 4 bytes of an IPv4 address or the 16 bytes of an IPv6 address, in network order.
    package let bytes: [UInt8]

    /// Parses a literal address without brackets. Returns nil for a host name.
    package init?(_ text: some StringProtocol) {
        var v4 = in_addr()
        var v6 = in6_addr()
        let text = String(text)
        if inet_pton(AF_INET, text, &v4) == 1 {
            bytes = withUnsafeBytes(of: v4) { Array($0) }
        } else if inet_pton(AF_INET6, text, &v6) == 1 {
            bytes = withUnsafeBytes(of: v6) { Array($0) }
        } else {
            return nil
        }
    }

    /// Creates an address from bytes in network order. Returns nil unless there are 4 or 16 bytes.
    package init?(bytes: [UInt8]) {
        guard bytes.count == 4 || bytes.count == 16 else { return nil }
        self.bytes = bytes
    }

    /// The IPv4 address inside an IPv6 address: `::ffff:a.b.c.d`, `::a.b.c.d`, `64:ff9b::/96`, `2002::/16`.
    private var embedded: [UInt8]? {
        guard bytes.count == 16 else { return nil }
        if bytes[..<10].allSatisfy({ $0 == 0 }), bytes[10...11] == [0xFF, 0xFF] || bytes[10...11] == [0, 0] {
            return Array(bytes[12...])
        }
        if bytes.starts(with: [0x00, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0]) {
            return Array(bytes[12...])
        }
        if bytes.starts(with: [0x20, 0x02]) { return Array(bytes[2..<6]) }
        return nil
    }

    /// Whether the address is this machine: `127.0.0.0/8` or `::1`.
    package var isLoopback: Bool {
        if bytes.count == 4 { return bytes[0] == 127 }
        if bytes == Array(repeating: 0, count: 15) + [1] { return true }
        return embedded.map { $0[0] == 127 } ?? false
    }

    /// Whether the address is reachable from the public internet: not loopback, private, link-local, shared,
    /// documentation, benchmark, multicast, reserved or unspecified (IANA special-purpose registries).
    package var isPublic: Bool {
        if bytes.count == 16 {
            if let embedded { return NetworkAddress(bytes: embedded)?.isPublic ?? false }
            // Global unicast is 2000::/3. In it, 2001::/23 and 2001:db8::/32 are special-purpose.
            guard bytes[0] & 0xE0 == 0x20 else { return false }
            if bytes[0] == 0x20, bytes[1] == 0x01, bytes[2] < 2 || (bytes[2] == 0x0D && bytes[3] == 0xB8) {
                return false
            }
            return true
        }
        switch (bytes[0], bytes[1]) {
        case (0, _), (10, _), (127, _), (224..., _): return false
        case (100, 64...127), (169, 254), (172, 16...31), (192, 168), (198, 18...19): return false
        case (192, 0): return bytes[2] != 0 && bytes[2] != 2
        case (198, 51): return bytes[2] != 100
        case (203, 0): return bytes[2] != 113
        default: return true
        }
    }
}
