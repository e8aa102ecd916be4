/// The format of a file that isn't an MP4, detected from its first bytes.
///
/// Only the beginning is examined. This doesn't show that the file is complete or playable.
struct FileKind: Sendable, Hashable {
    /// The usual name of the format, such as `WebM`.
    let name: String
    /// The suffix of a file name for this format, without the dot.
    let suffix: String

    private init(_ name: String, _ suffix: String) {
        self.name = name
        self.suffix = suffix
    }

    /// The number of bytes needed for detection.
    static let headLength = 4096

    /// Detects the format of a file. Returns nil for an unknown format and for an MP4.
    /// - Parameter head: The first ``headLength`` bytes of the file, or the whole file if it is shorter.
    init?(head: [UInt8]) {
        func begins(_ text: String) -> Bool { head.starts(with: text.utf8) }
        switch head {
        case _ where head.starts(with: [0x1A, 0x45, 0xDF, 0xA3]):
            // The document type is among the first elements (RFC 8794).
            let isWebM = head.prefix(64).firstRange(of: Array("webm".utf8)) != nil
            self = isWebM ? Self("WebM", "webm") : Self("Matroska (MKV)", "mkv")
        case _ where begins("GIF87a") || begins("GIF89a"): self.init("GIF", "gif")
        case _ where begins("#EXTM3U"): self.init("HLS playlist", "m3u8")
        case _ where begins("PK\u{3}\u{4}"): self.init("ZIP archive", "zip")
        case _ where begins("FLV\u{1}"): self.init("FLV", "flv")
        case _ where begins("OggS"): self.init("Ogg", "ogv")
        case _ where begins("RIFF") && head.dropFirst(8).starts(with: "AVI ".utf8): self.init("AVI", "avi")
        case _ where Self.isTransportStream(head): self.init("MPEG transport stream (TS)", "ts")
        default: return nil
        }
    }

    /// Detects the format of an output besides the video. Returns nil if the file has another format.
    init?(_ kind: VideoOutput.Kind, head: [UInt8]) {
        func begins(_ text: String) -> Bool { head.starts(with: text.utf8) }
        func contains(_ text: String, at offset: Int) -> Bool { head.dropFirst(offset).starts(with: text.utf8) }
        switch kind {
        case .video:
            guard head.beginsLikeMP4 else { return nil }
            self.init("MP4", "mp4")
        case .lastFrame, .thumbnail, .spritesheet:
            switch head {
            case _ where head.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]): self.init("PNG", "png")
            case _ where head.starts(with: [0xFF, 0xD8, 0xFF]): self.init("JPEG", "jpg")
            case _ where begins("RIFF") && contains("WEBP", at: 8): self.init("WebP", "webp")
            case _ where begins("GIF8"): self.init("GIF", "gif")
            case _ where contains("ftypavif", at: 4): self.init("AVIF", "avif")
            default: return nil
            }
        case .audio:
            switch head {
            case _ where begins("RIFF") && contains("WAVE", at: 8): self.init("WAV", "wav")
            case _ where begins("OggS"): self.init("Ogg", "ogg")
            case _ where begins("fLaC"): self.init("FLAC", "flac")
            case _ where contains("ftyp", at: 4): self.init("MPEG-4 audio", "m4a")
            // The sync words of ADTS and of MPEG audio (ISO/IEC 13818-7 and 11172-3).
            case _ where head.first == 0xFF && head.count > 1 && head[1] & 0xF6 == 0xF0: self.init("AAC", "aac")
            case _ where begins("ID3"), _ where head.first == 0xFF && head.count > 1 && head[1] & 0xE0 == 0xE0:
                self.init("MP3", "mp3")
            default: return nil
            }
        }
    }

    /// Whether every packet of 188 bytes begins with the required sync byte (ISO/IEC 13818-1).
    private static func isTransportStream(_ head: [UInt8]) -> Bool {
        let starts = stride(from: 0, to: head.count, by: 188)
        return head.count >= 188 && starts.allSatisfy { head[$0] == 0x47 }
    }
}

extension VideoError {
    /// Creates the error for a complete file that isn't an MP4.
    init(unexpected kind: FileKind) {
        self.init(
            .unexpectedFormat,
            "The finished file is not an MP4: its format is \(kind.name).",
            advice: "The video was bought. The file is kept, and can be saved as it is."
        )
    }
}

extension Sequence<UInt8> {
    /// Whether the bytes begin a known file format, even if the response's content type says that it is text.
    ///
    /// A playlist is text, but it is the file all the same.
    var beginsLikeFile: Bool {
        let start = Array(prefix(8))
        if start.beginsLikeMP4 { return true }
        guard let kind = FileKind(head: start) else { return false }
        return kind.suffix != "ts"
    }
}
