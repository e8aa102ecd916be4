import VideoPlatform

/// Reading from what is open already: a pipe, or this program's input.
enum Descriptor {
    /// All bytes to the end, and no more than so many; blocks the thread until they are there.
    static func read(_ descriptor: Int32, upToCount limit: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        withUnsafeTemporaryAllocation(byteCount: 64 << 10, alignment: 16) { buffer in
            while bytes.count < limit {
                let count = VideoPlatform.read(descriptor, buffer.baseAddress, min(buffer.count, limit - bytes.count))
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { break }
                bytes += buffer[..<count]
            }
        }
        return bytes
    }

    /// The two ends of a pipe, which no program that is started gets; nil where no more files can be opened.
    static func pipe() -> (output: Int32, input: Int32)? {
        var ends: [Int32] = [-1, -1]
        guard VideoPlatform.pipe(&ends) == 0 else { return nil }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (ends[0], ends[1])
    }
}
