import VideoGeneration

/// Reads the size of a picture from its PNG header.
enum PNGSize {
    static func read(_ bytes: ArraySlice<UInt8>) -> VideoSize? {
        let head = Array(bytes.prefix(24))
        guard head.count == 24, head.starts(with: [0x89, 0x50, 0x4E, 0x47]) else { return nil }
        func word(_ offset: Int) -> Int { head[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) } }
        return VideoSize(width: word(16), height: word(20))
    }
}
