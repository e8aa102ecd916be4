import VideoPlatform

/// One client's connection, used by one thread. Every wait has a time limit.
struct Connection {
    let descriptor: Int32
    /// Bytes that were read and not yet used.
    private var buffer: [UInt8] = []

    init(descriptor: Int32) { self.descriptor = descriptor }

    /// Reads until `end` finds the end of a message in the unread bytes, and returns that message.
    ///
    /// - Parameters:
    ///   - limit: The maximum number of bytes to buffer.
    ///   - end: Returns the length of the message, or nil while it is not complete.
    /// - Returns: The message, or nil if the client disconnected, was too slow, or reached the limit.
    mutating func read(
        limit: Int,
        until deadline: ContinuousClock.Instant,
        end: ([UInt8]) -> Int?
    ) -> [UInt8]? {
        while true {
            if let count = end(buffer) {
                let found = Array(buffer.prefix(count))
                buffer.removeFirst(count)
                return found
            }
            guard buffer.count < limit, fill(until: deadline) else { return nil }
        }
    }

    /// Whether a byte is buffered or arrives before the deadline.
    mutating func isReadable(until deadline: ContinuousClock.Instant) -> Bool {
        !buffer.isEmpty || fill(until: deadline)
    }

    /// Reads a fixed number of bytes.
    mutating func read(count: Int, until deadline: ContinuousClock.Instant) -> [UInt8]? {
        read(limit: count, until: deadline) { $0.count >= count ? count : nil }
    }

    /// Reads and discards the rest of the client's bytes, so that the client can read the response. Closing with unread
    /// bytes would reset the connection.
    mutating func drain(limit: Int, until deadline: ContinuousClock.Instant) {
        var total = 0
        repeat {
            total += buffer.count
            buffer.removeAll(keepingCapacity: true)
        } while total < limit && fill(until: deadline)
    }

    private mutating func fill(until deadline: ContinuousClock.Instant) -> Bool {
        while true {
            let count = withUnsafeTemporaryAllocation(byteCount: 65_536, alignment: 16) { chunk in
                let count = Socket.read(descriptor, into: chunk)
                if count > 0 { buffer.append(contentsOf: chunk[..<count]) }
                return count
            }
            if count > 0 { return true }
            guard count < 0, errno == EAGAIN || errno == EINTR,
                Socket.wait(descriptor, for: Int32(POLLIN), seconds: deadline.remaining)
            else { return false }
        }
    }

    /// Writes all bytes. Returns false if the client disconnected or accepts no byte for a minute.
    func write(_ bytes: ArraySlice<UInt8>) -> Bool {
        bytes.withUnsafeBytes { bytes in
            var written = 0
            while written < bytes.count {
                let count = Socket.write(descriptor, UnsafeRawBufferPointer(rebasing: bytes[written...]))
                if count > 0 {
                    written += count
                } else {
                    guard count < 0, errno == EAGAIN || errno == EINTR,
                        Socket.wait(descriptor, for: Int32(POLLOUT), seconds: 60)
                    else { return false }
                }
            }
            return true
        }
    }

    /// Waits for a time. Returns false if the connection broke meanwhile.
    func pause(seconds: Double) -> Bool { !Socket.wait(descriptor, for: 0, seconds: seconds) }

    /// Waits until the client has closed its side, for at most an hour.
    func waitForEnd() {
        let deadline = ContinuousClock.now + .seconds(3600)
        var byte: UInt8 = 0
        while Socket.wait(descriptor, for: Int32(POLLIN), seconds: deadline.remaining),
            recv(descriptor, &byte, 1, Int32(MSG_PEEK)) > 0
        {
            // Bytes that were sent early stay unread and keep the socket readable, so this waits instead of polling.
            guard pause(seconds: 0.05) else { return }
        }
    }
}

extension ContinuousClock.Instant {
    /// The seconds from now until this instant, at least 0.
    var remaining: Double { max((self - .now) / .seconds(1), 0) }
}
