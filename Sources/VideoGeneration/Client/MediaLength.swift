/// The length of a video or an audio file, from its headers. The bytes may be hostile, so every read is bounded.
struct MediaLength {
    /// The length in seconds; nil if the headers do not tell it, or if the format is not read here.
    private(set) var seconds: Double?
    /// Whether the file is an MP4 file with sound and without a picture.
    private(set) var isSoundOnly = false

    /// More chunks than a WAV file has before its sound.
    private static let maximumChunks = 64

    /// Reads the headers of an open file.
    init(_ file: any DiskFile, _ type: MediaInput.MediaType) {
        switch type {
        case .mp4, .quickTime, .m4a: readMovie(file)
        case .wav: seconds = try? Self.waveSeconds(file)
        case .jpeg, .png, .webp, .webm, .mp3: break
        }
    }

    private mutating func readMovie(_ file: any DiskFile) {
        guard let size = try? file.size() else { return }
        let reader = MP4Reader(file: file, size: size)
        var movie: MP4Movie?
        // A file that ends inside a box can still have told its length. The provider decides about such a file.
        try? reader.forEachBox(in: 0..<size) { if $0.type == "moov", movie == nil { movie = try MP4Movie($0, reader) } }
        guard let movie, !movie.tracks.isEmpty else { return }
        isSoundOnly = !movie.tracks.contains(where: \.isVideo)
        seconds = movie.tracks.map(movie.seconds).max().flatMap { $0 > 0 ? $0 : nil }
    }

    /// Returns the length of the sound in a RIFF file: the size of its `data` chunk, divided by the bytes per second in
    /// its `fmt ` chunk.
    private static func waveSeconds(_ file: any DiskFile) throws -> Double? {
        let size = try file.size()
        var offset: Int64 = 12
        var bytesPerSecond: UInt32?
        for _ in 0..<maximumChunks {
            guard offset + 8 <= size else { return nil }
            let head = try file.read(at: offset, count: 20)
            guard let count = head.littleEndian32(at: 4) else { return nil }
            switch String(decoding: head.prefix(4), as: UTF8.self) {
            case "fmt ": bytesPerSecond = head.littleEndian32(at: 16)
            case "data":
                guard let bytesPerSecond, bytesPerSecond > 0 else { return nil }
                // A file that was written as a stream declares the largest number.
                return Double(min(Int64(count), size - offset - 8)) / Double(bytesPerSecond)
            default: break
            }
            // Chunks begin at even offsets.
            offset += 8 + Int64(count) + Int64(count & 1)
        }
        return nil
    }
}

extension [UInt8] {
    /// Reads a little-endian number. Returns nil if the bytes end before the number does.
    fileprivate func littleEndian32(at index: Int) -> UInt32? {
        guard index >= 0, index <= count - 4 else { return nil }
        return self[index..<index + 4].reversed().reduce(0) { $0 << 8 | UInt32($1) }
    }
}
