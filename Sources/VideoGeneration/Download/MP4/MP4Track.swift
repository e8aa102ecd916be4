/// A track of an MP4 file (`trak`).
struct MP4Track {
    private(set) var id: UInt32 = 0
    private(set) var isVideo = false
    private(set) var width = 0
    private(set) var height = 0
    private(set) var codec = ""
    private(set) var duration: MP4Duration?
    /// The total size of all samples in the tables.
    private(set) var sampleBytes: Int64 = 0

    init(_ trak: MP4Box, _ reader: MP4Reader) throws {
        try reader.forEachBox(in: trak.payload) { box in
            switch box.type {
            case "tkhd": try readHeader(box, reader)
            case "mdia": try readMedia(box, reader)
            default: break
            }
        }
    }

    private mutating func readHeader(_ tkhd: MP4Box, _ reader: MP4Reader) throws {
        let bytes = try reader.bytes(of: tkhd, upTo: 96)
        let isLong = bytes.first == 1
        id = bytes.unsigned32(at: isLong ? 20 : 12) ?? 0
        // 16.16 fixed point. The whole pixels of the sample description take precedence if they are present.
        width = Int(bytes.unsigned32(at: isLong ? 88 : 76) ?? 0) >> 16
        height = Int(bytes.unsigned32(at: isLong ? 92 : 80) ?? 0) >> 16
    }

    private mutating func readMedia(_ mdia: MP4Box, _ reader: MP4Reader) throws {
        let boxes = try reader.boxes(in: mdia.payload)
        for box in boxes where box.type == "mdhd" { duration = try MP4Duration(box, reader) }
        for box in boxes where box.type == "hdlr" {
            isVideo = try reader.bytes(of: box, upTo: 12).dropFirst(8).elementsEqual("vide".utf8)
        }
        for minf in boxes where minf.type == "minf" {
            for stbl in try reader.boxes(in: minf.payload) where stbl.type == "stbl" {
                try readTables(stbl, reader)
            }
        }
    }

    private mutating func readTables(_ stbl: MP4Box, _ reader: MP4Reader) throws {
        try reader.forEachBox(in: stbl.payload) { box in
            switch box.type {
            case "stsd" where isVideo: try readDescription(box, reader)
            case "stsz": sampleBytes = try Self.totalSize(box, reader)
            default: break
            }
        }
    }

    /// Reads the first sample description: 8 bytes of table header, then a box whose type is the codec.
    private mutating func readDescription(_ stsd: MP4Box, _ reader: MP4Reader) throws {
        let bytes = try reader.bytes(of: stsd, upTo: 8 + 8 + 28)
        guard bytes.count >= 16 else { throw VideoError.notAnMP4("its sample description is truncated") }
        codec = String(bytes[12..<16].map { (0x21...0x7E).contains($0) ? Character(Unicode.Scalar($0)) : "?" })
        if let pixels = bytes.unsigned16(at: 40), pixels > 0 { width = Int(pixels) }
        if let pixels = bytes.unsigned16(at: 42), pixels > 0 { height = Int(pixels) }
    }

    /// Returns the sum of a sample size table (`stsz`), which has one size for all samples or a list.
    private static func totalSize(_ stsz: MP4Box, _ reader: MP4Reader) throws -> Int64 {
        let head = try reader.bytes(of: stsz, upTo: 12)
        guard let each = head.unsigned32(at: 4), let count = head.unsigned32(at: 8) else { return 0 }
        // The product fits in 64 bits, and is capped if it doesn't fit in an Int64.
        if each > 0 { return Int64(clamping: UInt64(each) * UInt64(count)) }
        var total: Int64 = 0
        var offset = stsz.payload.lowerBound + 12
        var left = Int64(count)
        while left > 0, offset < stsz.payload.upperBound {
            let length = min(64 * 1024, min(left * 4, stsz.payload.upperBound - offset))
            let bytes = try reader.file.read(at: offset, count: Int(length))
            guard !bytes.isEmpty else { break }
            for index in stride(from: 0, to: bytes.count, by: 4) {
                total = total.addingSaturating(Int64(bytes.unsigned32(at: index) ?? 0))
            }
            offset += Int64(bytes.count)
            left -= Int64(bytes.count / 4)
        }
        return total
    }
}
