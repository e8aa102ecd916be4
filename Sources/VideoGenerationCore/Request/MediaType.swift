extension MediaInput {
    /// The file types that providers accept.
    public enum MediaType: String, Sendable, Hashable, Codable, CaseIterable {
        /// The JPEG format.
        case jpeg = "image/jpeg"
        /// The PNG format.
        case png = "image/png"
        /// The WebP format.
        case webp = "image/webp"
        /// An MP4 video.
        case mp4 = "video/mp4"
        /// A QuickTime movie.
        case quickTime = "video/quicktime"
        /// A WebM video.
        case webm = "video/webm"
        /// An MP3 audio file.
        case mp3 = "audio/mpeg"
        /// A WAV audio file.
        case wav = "audio/wav"
        /// AAC audio in an MP4 file.
        case m4a = "audio/mp4"

        /// The kind of input that the type belongs to.
        public var kind: Kind {
            switch self {
            case .jpeg, .png, .webp: .picture
            case .mp4, .quickTime, .webm: .video
            case .mp3, .wav, .m4a: .audio
            }
        }

        /// The usual file extension, without a dot.
        public var fileExtension: String {
            switch self {
            case .jpeg: "jpg"
            case .png: "png"
            case .webp: "webp"
            case .mp4: "mp4"
            case .quickTime: "mov"
            case .webm: "webm"
            case .mp3: "mp3"
            case .wav: "wav"
            case .m4a: "m4a"
            }
        }

        /// Detects the type from the first 12 bytes, independent of the file's name; nil if the bytes match no type.
        public init?(sniffing bytes: some Sequence<UInt8>) {
            let head = Array(bytes.prefix(12))
            func has(_ text: String, at offset: Int) -> Bool { head.dropFirst(offset).starts(with: text.utf8) }
            if head.starts(with: [0xFF, 0xD8, 0xFF]) {
                self = .jpeg
            } else if head.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
                self = .png
            } else if has("RIFF", at: 0), has("WEBP", at: 8) {
                self = .webp
            } else if has("RIFF", at: 0), has("WAVE", at: 8) {
                self = .wav
            } else if has("ftypM4A", at: 4) {
                self = .m4a
            } else if has("ftypqt", at: 4) {
                self = .quickTime
            } else if has("ftyp", at: 4) {
                self = .mp4
            } else if head.starts(with: [0x1A, 0x45, 0xDF, 0xA3]) {
                self = .webm
            } else if has("ID3", at: 0) || head.count > 1 && head[0] == 0xFF && head[1] & 0xE6 == 0xE2 {
                // MPEG audio begins with a tag, or with the sync bits of layer III (ISO 11172-3, 2.4.1.3).
                self = .mp3
            } else {
                return nil
            }
        }
    }
}
