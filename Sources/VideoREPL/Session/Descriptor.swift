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
}
