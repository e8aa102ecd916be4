import VideoGeneration
import VideoPlatform

/// One client's connection, used by one thread. Its calls block.
struct LoopbackConnection {
    /// The method, target and range of a request.
    struct Request {
        var method: Substring
        var target: Substring
        /// The range `bytes=5-` or `bytes=5-9`. The end is nil if it is open.
        var range: (start: Int, end: Int?)?
    }

    private let descriptor: Int32
    private var unread: [UInt8] = []

    init(_ descriptor: Int32) { self.descriptor = descriptor }

    /// Reads a head and discards the body. Returns nil if the client has disconnected.
    mutating func readRequest() -> Request? {
        var headEnd: Int?
        while headEnd == nil {
            headEnd = Self.end(of: unread)
            if headEnd == nil, !fill() { return nil }
        }
        let head = String(decoding: unread[..<(headEnd ?? 0)], as: UTF8.self)
        unread.removeFirst(headEnd ?? 0)
        let lines = head.split(separator: "\r\n")
        let words = lines.first?.split(separator: " ") ?? []
        guard words.count == 3 else { return nil }
        var request = Request(method: words[0], target: words[1])
        for line in lines.dropFirst() {
            let lowercased = line.lowercased()
            if lowercased.hasPrefix("content-length:") {
                let length = Int(lowercased.dropFirst(15).trimmed) ?? 0
                while unread.count < length { guard fill() else { return nil } }
                unread.removeFirst(length)
            } else if lowercased.hasPrefix("range: bytes=") {
                let bounds = lowercased.dropFirst(13).split(separator: "-", omittingEmptySubsequences: false)
                if let start = bounds.first.flatMap({ Int($0) }) {
                    request.range = (start, bounds.count > 1 ? Int(bounds[1]) : nil)
                }
            }
        }
        return request
    }

    private static func end(of bytes: [UInt8]) -> Int? {
        guard bytes.count >= 4 else { return nil }
        for index in 3..<bytes.count
        where bytes[index] == 0x0A && bytes[index - 1] == 0x0D && bytes[index - 2] == 0x0A { return index + 1 }
        return nil
    }

    private mutating func fill() -> Bool {
        withUnsafeTemporaryAllocation(byteCount: 16_384, alignment: 16) { buffer in
            let count = read(descriptor, buffer.baseAddress, buffer.count)
            if count > 0 { unread += buffer[..<count] }
            return count > 0
        }
    }

    /// Writes all bytes. Returns false if the client has disconnected.
    func send(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = write(descriptor, bytes.baseAddress?.advanced(by: sent), bytes.count - sent)
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    /// Sends a small response.
    func send(_ status: String, _ type: String, _ body: String) -> Bool {
        let text = "HTTP/1.1 \(status)\r\nContent-Type: \(type)\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
        return Array(text.utf8).withUnsafeBytes(send)
    }
}
