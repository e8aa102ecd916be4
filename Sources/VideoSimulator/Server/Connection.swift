import VideoPlatform

/// One client's connection, used by one thread. Every wait on it ends.
struct Connection {
    let descriptor: Int32
    /// What was read and not yet used.
    private var buffer: [UInt8] = []

    init(descriptor: Int32) { self.descriptor = descriptor }

    /// Reads until a predicate finds what it looks for in all unread bytes, and hands out that many.
    ///
    /// - Parameters:
    ///   - limit: The most bytes to hold while looking.
    ///   - end: How many bytes belong to what is looked for, nil while it is not complete.
    /// - Returns: nil when the client is gone or too slow, or the limit is reached.
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

    /// Whether a byte is there or comes before the deadline.
    mutating func isReadable(until deadline: ContinuousClock.Instant) -> Bool {
        !buffer.isEmpty || fill(until: deadline)
    }

    /// Reads a fixed number of bytes.
    mutating func read(count: Int, until deadline: ContinuousClock.Instant) -> [UInt8]? {
        read(limit: count, until: deadline) { $0.count >= count ? count : nil }
    }

    /// Reads and forgets what the client still sends, so that it gets to read the answer: closing with
    /// unread bytes would reset the connection.
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

    /// Writes all bytes; false when the client is gone or takes none for a minute.
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

    /// Does nothing for a time; false when the connection broke meanwhile.
    func pause(seconds: Double) -> Bool { !Socket.wait(descriptor, for: 0, seconds: seconds) }

    /// Does nothing until the client has closed its side, an hour at most.
    func waitForEnd() {
        let deadline = ContinuousClock.now + .seconds(3600)
        var byte: UInt8 = 0
        while Socket.wait(descriptor, for: Int32(POLLIN), seconds: deadline.remaining),
            recv(descriptor, &byte, 1, Int32(MSG_PEEK)) > 0
        {
            // What was sent too early stays unread, so readiness says nothing more.
            guard pause(seconds: 0.05) else { return }
        }
    }
}

extension ContinuousClock.Instant {
    /// Seconds from now until then, at least 0.
    var remaining: Double { max((self - .now) / .seconds(1), 0) }
}
