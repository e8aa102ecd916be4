import Foundation
import VideoGeneration

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A client that shares no code with the package. Each read takes at most ten seconds.
struct RawClient {
    /// A response as it was received.
    struct Response {
        var status = 0
        var fields: [(name: String, value: String)] = []
        var body: [UInt8] = []
        /// Whether the server ended the connection with a reset.
        var wasReset = false
        var raw: [UInt8] = []

        var text: String { String(decoding: body, as: UTF8.self) }
        var json: JSONValue { (try? JSONValue(parsing: body)) ?? .null }

        func field(_ name: String) -> String? { fields.first { $0.name.lowercased() == name }?.value }
    }

    struct Failure: Error {}

    private let descriptor: Int32

    init(port: Int) throws {
        #if canImport(Glibc)
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #else
        descriptor = socket(AF_INET, SOCK_STREAM, 0)
        #endif
        var patience = timeval(tv_sec: 10, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        #if canImport(Darwin)
        var one: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_NOSIGPIPE, &one, socklen_t(MemoryLayout<Int32>.size))
        #endif
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else {
            close(descriptor)
            throw Failure()
        }
    }

    /// Sends bytes. Returns false if the server accepts no more.
    @discardableResult
    func send(_ bytes: [UInt8]) -> Bool {
        var sent = 0
        while sent < bytes.count {
            #if canImport(Darwin)
            let flags: Int32 = 0
            #else
            let flags = Int32(MSG_NOSIGNAL)
            #endif
            let count = bytes[sent...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count, flags) }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    private func write(_ descriptor: Int32, _ base: UnsafeRawPointer?, _ count: Int, _ flags: Int32) -> Int {
        #if canImport(Glibc)
        Glibc.send(descriptor, base, count, flags)
        #elseif canImport(Musl)
        Musl.send(descriptor, base, count, flags)
        #else
        Darwin.send(descriptor, base, count, flags)
        #endif
    }

    /// Returns the first bytes of the response, which stay unread.
    func peek(_ count: Int) -> String {
        var bytes = [UInt8](repeating: 0, count: count)
        let found = recv(descriptor, &bytes, count, Int32(MSG_PEEK) | Int32(MSG_WAITALL))
        return String(decoding: bytes.prefix(max(found, 0)), as: UTF8.self)
    }

    /// Reads to the end of the connection or up to a number of bytes, and closes the connection.
    func finish(limit: Int = .max) -> Response {
        defer { close(descriptor) }
        var response = Response()
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while response.raw.count < limit {
            let count = recv(descriptor, &chunk, chunk.count, 0)
            guard count > 0 else {
                response.wasReset = count < 0 && errno == ECONNRESET
                break
            }
            response.raw += chunk[..<count]
        }
        guard let end = Data(response.raw).range(of: Data("\r\n\r\n".utf8)) else { return response }
        let lines = String(decoding: response.raw[..<end.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
        response.status = lines[0].split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        response.fields = lines.dropFirst().map { line in
            let parts = line.split(separator: ":", maxSplits: 1)
            return (String(parts[0]), parts.count > 1 ? parts[1].trimmingCharacters(in: .whitespaces) : "")
        }
        response.body = Array(response.raw[end.upperBound...])
        return response
    }
}
