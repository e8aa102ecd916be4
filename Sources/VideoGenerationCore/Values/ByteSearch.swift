#if canImport(Glibc)
import func Glibc.memchr
import func Glibc.memcmp
#elseif canImport(Musl)
import func Musl.memchr
import func Musl.memcmp
#else
import func Darwin.memchr
import func Darwin.memcmp
#endif

/// Searches for bytes, with the speed of the C library's search for the first of them.
package enum ByteSearch {
    /// Returns the position of a pattern at or after an offset; nil if it is not found. An empty pattern is never
    /// found.
    package static func position(of pattern: some ContiguousBytes, in bytes: some ContiguousBytes, from start: Int = 0)
        -> Int?
    {
        bytes.withUnsafeBytes { bytes in
            pattern.withUnsafeBytes { pattern in
                guard let base = bytes.baseAddress, let wanted = pattern.baseAddress, !pattern.isEmpty else {
                    return nil
                }
                var position = start
                while position + pattern.count <= bytes.count,
                    let next = memchr(base + position, Int32(pattern[0]), bytes.count - pattern.count - position + 1)
                {
                    if memcmp(next, wanted, pattern.count) == 0 { return UnsafeRawPointer(next) - base }
                    position = UnsafeRawPointer(next) - base + 1
                }
                return nil
            }
        }
    }

    /// Returns the bytes with each occurrence of a pattern replaced.
    package static func replace(_ pattern: [UInt8], in bytes: [UInt8], with replacement: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var start = 0
        while let found = position(of: pattern, in: bytes, from: start) {
            result += bytes[start..<found]
            result += replacement
            start = found + pattern.count
        }
        return start == 0 ? bytes : result + bytes[start...]
    }
}
