/// MP4 files of any size, assembled box by box. They pass the inspection, and each seed gives a different file.
package enum TestVideo {
    /// Returns a video of 1280 × 720 pixels and 6 seconds.
    package static func make(size: Int = 100_000, seed: UInt64 = 1, moovLast: Bool = false) -> [UInt8] {
        let type = box("ftyp", Array("isom".utf8) + u32(512) + Array("isomiso2avc1mp41".utf8))
        let moovSize = movie(sampleBytes: 0).count
        let media = noise(max(16, size - type.count - moovSize - 8), seed: seed)
        let movie = movie(sampleBytes: media.count)
        let data = box("mdat", media)
        return moovLast ? type + data + movie : type + movie + data
    }

    /// Returns the `moov` box of one video track with one sample of a given size.
    package static func movie(
        sampleBytes: Int,
        timescale: UInt32 = 1000,
        duration: UInt32 = 6000,
        extra: [UInt8] = [],
        handler: String = "vide"
    ) -> [UInt8] {
        let mvhd = full("mvhd", u32(0) + u32(0) + u32(timescale) + u32(duration) + zeros(80))
        let tkhd = full(
            "tkhd",
            u32(0) + u32(0) + u32(1) + u32(0) + u32(duration) + zeros(52) + u32(1280 << 16) + u32(720 << 16)
        )
        let mdhd = full("mdhd", u32(0) + u32(0) + u32(timescale) + u32(duration) + zeros(4))
        let hdlr = full("hdlr", u32(0) + Array(handler.utf8) + zeros(13))
        let entry = box("avc1", zeros(6) + [0, 1] + zeros(16) + [0x05, 0x00, 0x02, 0xD0] + zeros(50))
        let stsd = full("stsd", u32(1) + entry)
        let stsz = full("stsz", u32(0) + u32(1) + u32(UInt32(sampleBytes)))
        let stbl = box("stbl", stsd + stsz)
        let mdia = box("mdia", mdhd + hdlr + box("minf", stbl))
        return box("moov", mvhd + box("trak", tkhd + mdia) + extra)
    }

    /// Returns the bytes of a video before its media data, for a test that sends the media data itself.
    package static func head(media: Int) -> [UInt8] {
        box("ftyp", Array("isom".utf8) + u32(512) + Array("isommp41".utf8)) + movie(sampleBytes: media)
            + u32(UInt32(media + 8)) + Array("mdat".utf8)
    }

    package static func box(_ type: String, _ payload: [UInt8]) -> [UInt8] {
        u32(UInt32(payload.count + 8)) + Array(type.utf8) + payload
    }

    package static func full(_ type: String, flags: UInt32 = 0, _ payload: [UInt8]) -> [UInt8] {
        box(type, u32(flags) + payload)
    }

    package static func u32(_ number: UInt32) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: number >> (24 - 8 * UInt32($0))) }
    }
    package static func u64(_ number: UInt64) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - 8 * UInt64($0))) }
    }
    package static func zeros(_ count: Int) -> [UInt8] { [UInt8](repeating: 0, count: count) }

    package static func noise(_ count: Int, seed: UInt64) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
            for index in 0..<count {
                state ^= state << 13
                state ^= state >> 7
                state ^= state << 17
                buffer[index] = UInt8(truncatingIfNeeded: state >> 32)
            }
            filled = count
        }
    }
}
