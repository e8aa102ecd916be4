import VideoGeneration

/// An MP4 file (ISO/IEC 14496-12) with one video track. The index comes before the data.
struct MP4File {
    let bytes: [UInt8]

    init(video: SimulatedVideo, track: PictureEncoder.Track) {
        let type = Self.box("ftyp", Array("isom".utf8) + Self.word(0x200) + Array("isomiso2avc1mp41".utf8))
        // The length of the index doesn't depend on its offsets, so a draft contains the offset of the data.
        let draft = Self.movie(video, track, dataStart: 0)
        let dataStart = type.count + draft.count + 8
        var bytes = type + Self.movie(video, track, dataStart: dataStart)
        bytes.reserveCapacity(dataStart + track.bytes.count)
        bytes += Self.word(track.bytes.count + 8) + Array("mdat".utf8)
        bytes += track.bytes
        self.bytes = bytes
    }

    private static func movie(
        _ video: SimulatedVideo,
        _ track: PictureEncoder.Track,
        dataStart: Int
    ) -> [UInt8] {
        let frames = track.sampleSizes.count
        // 512 ticks per frame give whole numbers at every frame rate.
        let scale = video.framesPerSecond * 512
        let matrix = [0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x4000_0000].flatMap(word)
        let movieHeader = fullBox(
            "mvhd",
            [0, 0, 1000, video.seconds * 1000, 0x10000].flatMap(word) + half(0x100) + zeros(10) + matrix
                + zeros(24) + word(2)
        )
        let trackHeader = fullBox(
            "tkhd",
            flags: 3,
            [0, 0, 1, 0, video.seconds * 1000].flatMap(word) + zeros(16) + matrix
                + word(video.size.width << 16) + word(video.size.height << 16)
        )
        let undetermined = half(0x55C4)  // language "und"
        let mediaHeader = fullBox(
            "mdhd",
            [0, 0, scale, frames * 512].flatMap(word) + undetermined + half(0)
        )
        let handler = fullBox(
            "hdlr",
            word(0) + Array("vide".utf8) + zeros(12) + Array("VideoHandler\0".utf8)
        )
        let videoHeader = fullBox("vmhd", flags: 1, zeros(8))
        let reference = box("dinf", fullBox("dref", word(1) + fullBox("url ", flags: 1, [])))
        let table = box("stbl", sampleTable(video, track, dataStart: dataStart))
        let media = box(
            "mdia",
            mediaHeader + handler + box("minf", videoHeader + reference + table)
        )
        return box("moov", movieHeader + box("trak", trackHeader + media))
    }

    /// The sample table. Each chunk is one second long and begins with a key picture.
    private static func sampleTable(
        _ video: SimulatedVideo,
        _ track: PictureEncoder.Track,
        dataStart: Int
    ) -> [UInt8] {
        let perChunk = video.framesPerSecond
        let chunks = stride(from: 0, to: track.sampleSizes.count, by: perChunk)
        var offset = dataStart
        var offsets: [Int] = []
        for chunk in chunks {
            offsets.append(offset)
            offset += track.sampleSizes[chunk..<chunk + perChunk].reduce(0, +)
        }
        return fullBox("stsd", word(1) + sampleEntry(video, track.parameterSets))
            + fullBox("stts", [1, track.sampleSizes.count, 512].flatMap(word))
            + fullBox("stss", word(offsets.count) + chunks.flatMap { word($0 + 1) })
            + fullBox("stsc", [1, 1, perChunk, 1].flatMap(word))
            + fullBox("stsz", [0, track.sampleSizes.count].flatMap(word) + track.sampleSizes.flatMap(word))
            + fullBox("stco", word(offsets.count) + offsets.flatMap(word))
    }

    /// The `avc1` entry with its decoder configuration (ISO/IEC 14496-15).
    private static func sampleEntry(_ video: SimulatedVideo, _ sets: ParameterSets) -> [UInt8] {
        let configuration = box(
            "avcC",
            [1, 66, 0xC0, sets.level, 0xFF, 0xE1] + half(sets.sequence.count) + sets.sequence + [1]
                + half(sets.picture.count) + sets.picture
        )
        return box(
            "avc1",
            zeros(6) + half(1) + zeros(16) + half(video.size.width) + half(video.size.height)
                + word(0x48_0000) + word(0x48_0000) + word(0) + half(1) + zeros(32) + half(24) + half(0xFFFF)
                + configuration
        )
    }

    private static func box(_ type: String, _ content: [UInt8]) -> [UInt8] {
        word(content.count + 8) + Array(type.utf8) + content
    }

    private static func fullBox(_ type: String, flags: Int = 0, _ content: [UInt8]) -> [UInt8] {
        box(type, word(flags) + content)
    }

    private static func word(_ value: Int) -> [UInt8] { half(value >> 16) + half(value) }

    private static func half(_ value: Int) -> [UInt8] {
        [UInt8(truncatingIfNeeded: value >> 8), UInt8(truncatingIfNeeded: value)]
    }

    private static func zeros(_ count: Int) -> [UInt8] { Array(repeating: 0, count: count) }
}
