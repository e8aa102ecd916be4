/// A valid film whose pictures are one byte, over and over.
struct PlainFilm {
    /// How many bytes the pictures have.
    let media: Int

    var size: Int { head.count + media }

    /// What comes before the pictures.
    var head: [UInt8] {
        let times = u32(0) + u32(0) + u32(1000) + u32(6000)
        let sizes = u32(1280 << 16) + u32(720 << 16)
        let track = u32(0) + u32(0) + u32(1) + u32(0) + u32(6000) + zeros(52) + sizes
        let picture = box("avc1", zeros(6) + [0, 1] + zeros(16) + [0x05, 0x00, 0x02, 0xD0] + zeros(50))
        let table = box("stsd", u32(0) + u32(1) + picture) + box("stsz", u32(0) + u32(0) + u32(1) + u32(media))
        let description =
            box("mdhd", u32(0) + times + zeros(4)) + box("hdlr", u32(0) + u32(0) + text("vide") + zeros(13))
        let trak = box("trak", box("tkhd", u32(0) + track) + box("mdia", description + box("minf", box("stbl", table))))
        let moov = box("moov", box("mvhd", u32(0) + times + zeros(80)) + trak)
        return box("ftyp", text("isom") + u32(512) + text("isommp41")) + moov + u32(media + 8) + text("mdat")
    }

    private func box(_ type: String, _ payload: [UInt8]) -> [UInt8] { u32(payload.count + 8) + text(type) + payload }
    private func u32(_ number: Int) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: number >> (24 - 8 * $0)) } }
    private func text(_ text: String) -> [UInt8] { Array(text.utf8) }
    private func zeros(_ count: Int) -> [UInt8] { [UInt8](repeating: 0, count: count) }
}
