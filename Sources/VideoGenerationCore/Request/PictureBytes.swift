/// The first bytes of a picture. Reading past their end returns nil.
struct PictureBytes {
    /// 1 MiB, because a JPEG file may contain a large preview before its frame header.
    private static let longestHead = 1 << 20
    private let bytes: [UInt8]

    init(_ data: Data) { bytes = Array(data.prefix(Self.longestHead)) }

    private func big(_ offset: Int, _ count: Int) -> Int? {
        guard offset >= 0, offset + count <= bytes.count else { return nil }
        return bytes[offset..<offset + count].reduce(0) { $0 << 8 | Int($1) }
    }

    private func little(_ offset: Int, _ count: Int) -> Int? {
        guard offset >= 0, offset + count <= bytes.count else { return nil }
        return bytes[offset..<offset + count].reversed().reduce(0) { $0 << 8 | Int($1) }
    }

    /// The size in the IHDR chunk, which is always the first (PNG, third edition, 11.2.1).
    var png: (width: Int, height: Int)? {
        guard big(12, 4) == 0x4948_4452, let width = big(16, 4), let height = big(20, 4) else { return nil }
        return (width, height)
    }

    /// The size in the first frame header among the segments (ITU-T T.81, B.2.2).
    var jpeg: (width: Int, height: Int)? {
        var offset = 2
        while let marker = big(offset, 2), marker >= 0xFF01, let length = big(offset + 2, 2) {
            let isFrame = (0xFFC0...0xFFCF).contains(marker) && ![0xFFC4, 0xFFC8, 0xFFCC].contains(marker)
            if isFrame {
                guard let height = big(offset + 5, 2), let width = big(offset + 7, 2) else { return nil }
                return (width, height)
            }
            if marker == 0xFFFF { offset += 1 } else { offset += 2 + max(length, 2) }
        }
        return nil
    }

    /// The size in the header of the three WebP variants (RFC 9649, 2.5 to 2.7).
    var webP: (width: Int, height: Int)? {
        switch big(12, 4) {
        case 0x5650_3858:  // VP8X
            guard let width = little(24, 3), let height = little(27, 3) else { return nil }
            return (width + 1, height + 1)
        case 0x5650_384C:  // VP8L
            guard let bits = little(21, 4) else { return nil }
            return (bits & 0x3FFF + 1, bits >> 14 & 0x3FFF + 1)
        case 0x5650_3820:  // VP8
            guard let width = little(26, 2), let height = little(28, 2) else { return nil }
            return (width & 0x3FFF, height & 0x3FFF)
        default: return nil
        }
    }
}
