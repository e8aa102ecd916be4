import Foundation
import VideoGeneration

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A client that shares no code with the package's own: bytes out, bytes in, at most ten seconds a read.
struct RawClient {
    /// What came back.
    struct Answer {
        var status = 0
        var fields: [(name: String, value: String)] = []
        var body: [UInt8] = []
        /// How the server ended: an orderly close, or a reset.
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

    /// Sends what the server will take; false where it takes no more.
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

    /// The first bytes that come, which stay unread.
    func peek(_ count: Int) -> String {
        var bytes = [UInt8](repeating: 0, count: count)
        let found = recv(descriptor, &bytes, count, Int32(MSG_PEEK) | Int32(MSG_WAITALL))
        return String(decoding: bytes.prefix(max(found, 0)), as: UTF8.self)
    }

    /// Reads up to the end of the connection, or up to a number of bytes, and closes.
    func finish(limit: Int = .max) -> Answer {
        defer { close(descriptor) }
        var answer = Answer()
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while answer.raw.count < limit {
            let count = recv(descriptor, &chunk, chunk.count, 0)
            guard count > 0 else {
                answer.wasReset = count < 0 && errno == ECONNRESET
                break
            }
            answer.raw += chunk[..<count]
        }
        guard let end = Data(answer.raw).range(of: Data("\r\n\r\n".utf8)) else { return answer }
        let lines = String(decoding: answer.raw[..<end.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
        answer.status = lines[0].split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        answer.fields = lines.dropFirst().map { line in
            let parts = line.split(separator: ":", maxSplits: 1)
            return (String(parts[0]), parts.count > 1 ? parts[1].trimmingCharacters(in: .whitespaces) : "")
        }
        answer.body = Array(answer.raw[end.upperBound...])
        return answer
    }
}
