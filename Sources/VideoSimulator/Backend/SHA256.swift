import VideoGeneration

/// SHA-256 of data in memory.
enum SHA256 {
    /// Returns the digest in lowercase hexadecimal digits.
    static func hex(_ bytes: [UInt8]) -> String {
        let stream = SHA256Stream()
        bytes.withUnsafeBytes { stream.update($0, at: 0) }
        return stream.finish()
    }

    /// Returns the 32 bytes of the digest.
    static func bytes(_ text: String) -> [UInt8] {
        let digits = Array(hex(Array(text.utf8)))
        return stride(from: 0, to: digits.count, by: 2).compactMap { UInt8(String(digits[$0..<$0 + 2]), radix: 16) }
    }
}
