import VideoPlatform

/// Reads from an open descriptor, such as a pipe or this program's input.
enum Descriptor {
    /// Returns all bytes to the end of the input, at most `limit`. Blocks the thread.
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
