/// A gzip file (RFC 1952) with stored blocks, which are not compressed.
enum Gzip {
    static func stored(_ content: ArraySlice<UInt8>) -> [UInt8] {
        var file: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]
        var rest = content
        repeat {
            let block = rest.prefix(65_535)
            rest = rest.dropFirst(block.count)
            let length = UInt16(block.count)
            file.append(rest.isEmpty ? 1 : 0)
            for half in [length, ~length] { file += [UInt8(truncatingIfNeeded: half), UInt8(half >> 8)] }
            file += block
        } while !rest.isEmpty
        for word in [checksum(content), UInt32(truncatingIfNeeded: content.count)] {
            file += [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: word >> UInt32($0)) }
        }
        return file
    }

    /// Returns the CRC-32 of the content.
    private static func checksum(_ content: ArraySlice<UInt8>) -> UInt32 {
        let table = (0..<256).map { (index: UInt32) -> UInt32 in
            (0..<8).reduce(index) { value, _ in value & 1 == 1 ? 0xEDB8_8320 ^ value >> 1 : value >> 1 }
        }
        return ~content.reduce(0xFFFF_FFFF as UInt32) { table[Int(($0 ^ UInt32($1)) & 255)] ^ $0 >> 8 }
    }
}
