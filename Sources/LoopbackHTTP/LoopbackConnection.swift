import VideoPlatform

/// A client's connection to a loopback server, used by one thread. Every wait has a time limit.
package final class LoopbackConnection {
    /// The number of the connection, counted from 0 in the order in which the listener accepted them.
    package let number: Int
    private let descriptor: Int32
    /// Bytes that were read and not yet used.
    private var buffer: [UInt8] = []

    init(_ descriptor: Int32, number: Int) {
        self.descriptor = descriptor
        self.number = number
    }

    /// The number of bytes that were read and not yet used.
    package var unreadCount: Int { buffer.count }

    /// Reads until `end` finds the end of a message in the unread bytes, and returns that message.
    ///
    /// - Parameters:
    ///   - limit: The maximum number of bytes to buffer.
    ///   - deadline: The time at which to give up.
    ///   - end: Returns the length of the message, or nil while it is not complete.
    /// - Returns: The message, or nil if the client disconnected, was too slow, or reached the limit.
    package func read(limit: Int, until deadline: ContinuousClock.Instant, end: ([UInt8]) -> Int?) -> [UInt8]? {
        while true {
            if let count = end(buffer) {
                let found = Array(buffer.prefix(count))
                buffer.removeFirst(count)
                return found
            }
            guard buffer.count < limit, fill(until: deadline) else { return nil }
        }
    }

    /// Reads the head of a request, with its empty line.
    package func readHead(limit: Int = 256 << 10, until deadline: ContinuousClock.Instant) -> [UInt8]? {
        read(limit: limit, until: deadline, end: RequestHead.end)
    }

    /// Reads a fixed number of bytes.
    package func read(count: Int, until deadline: ContinuousClock.Instant) -> [UInt8]? {
        read(limit: count, until: deadline) { $0.count >= count ? count : nil }
    }

    /// Reads the next bytes. Returns none if the client disconnected or was too slow.
    package func readSome(until deadline: ContinuousClock.Instant = .now + .seconds(120)) -> [UInt8] {
        guard isReadable(until: deadline) else { return [] }
        defer { buffer = [] }
        return buffer
    }

    /// Reads and discards up to a number of bytes. Returns the number of bytes that arrived.
    @discardableResult
    package func skip(_ count: Int, until deadline: ContinuousClock.Instant) -> Int {
        var left = count
        repeat {
            let used = min(left, buffer.count)
            buffer.removeFirst(used)
            left -= used
        } while left > 0 && fill(until: deadline)
        return count - left
    }

    /// Whether a byte is buffered or arrives before the deadline.
    package func isReadable(until deadline: ContinuousClock.Instant) -> Bool {
        !buffer.isEmpty || fill(until: deadline)
    }

    private func fill(until deadline: ContinuousClock.Instant) -> Bool {
        while LoopbackSocket.wait(descriptor, for: Int32(POLLIN), until: deadline) {
            let count = withUnsafeTemporaryAllocation(byteCount: 65_536, alignment: 16) { chunk in
                let count = LoopbackSocket.read(descriptor, into: chunk)
                if count > 0 { buffer.append(contentsOf: chunk[..<count]) }
                return count
            }
            if count > 0 { return true }
            guard count < 0, errno == EAGAIN || errno == EINTR else { return false }
        }
        return false
    }

    /// Writes all bytes. Returns false if the client disconnected or accepts no byte for a minute.
    package func write(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var written = 0
        while written < bytes.count {
            let count = LoopbackSocket.write(descriptor, UnsafeRawBufferPointer(rebasing: bytes[written...]))
            if count > 0 { written += count } else if count == 0 || errno != EINTR { return false }
        }
        return true
    }

    /// Writes all bytes. Returns false if the client disconnected or accepts no byte for a minute.
    @discardableResult
    package func write(_ bytes: some Collection<UInt8>) -> Bool {
        bytes.withContiguousStorageIfAvailable { write(UnsafeRawBufferPointer($0)) }
            ?? Array(bytes).withUnsafeBytes { write($0) }
    }

    /// Writes a text in UTF-8. Returns false if the client disconnected or accepts no byte for a minute.
    @discardableResult
    package func write(_ text: String) -> Bool { write(text.utf8) }

    /// Waits for a time. Returns false if the connection broke meanwhile.
    package func pause(seconds: Double) -> Bool {
        !LoopbackSocket.wait(descriptor, for: 0, until: .now + .seconds(seconds))
    }

    /// Waits until the client has closed its side, for at most an hour.
    package func waitForEnd() {
        let deadline = ContinuousClock.now + .seconds(3600)
        var byte: UInt8 = 0
        while LoopbackSocket.wait(descriptor, for: Int32(POLLIN), until: deadline),
            recv(descriptor, &byte, 1, Int32(MSG_PEEK)) > 0
        {
            // Bytes that were sent early stay unread and keep the socket readable, so this waits instead of polling.
            guard pause(seconds: 0.05) else { return }
        }
    }

    /// Makes the connection end with a reset instead of in order.
    package func resetOnClose() { LoopbackSocket.resetOnClose(descriptor) }

    /// Ends the response, and reads and discards the rest of the request, so that the client can read the response.
    /// Closing a connection with unread bytes would reset it.
    package func endWriting(discardingUpTo count: Int, until deadline: ContinuousClock.Instant) {
        LoopbackSocket.endWriting(descriptor)
        skip(count, until: deadline)
    }
}
