/// What a file is that is no MP4, by its first bytes.
///
/// Only the beginning is looked at: nothing here says that the file is whole, or that it plays.
struct FileKind: Sendable, Hashable {
    /// What people call it: `WebM`.
    let name: String
    /// What a file's name ends with, without the dot.
    let suffix: String

    private init(_ name: String, _ suffix: String) {
        self.name = name
        self.suffix = suffix
    }

    /// How many bytes are needed to tell.
    static let headLength = 4096

    /// Recognizes a file; nil for what is not known here, and for an MP4.
    /// - Parameter head: its first ``headLength`` bytes, or all of them.
    init?(head: [UInt8]) {
        func begins(_ text: String) -> Bool { head.starts(with: text.utf8) }
        switch head {
        case _ where head.starts(with: [0x1A, 0x45, 0xDF, 0xA3]):
            // The name of the document's type stands among the first elements (RFC 8794).
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

    /// Whether each packet of 188 bytes begins with the byte that it has to (ISO/IEC 13818-1).
    private static func isTransportStream(_ head: [UInt8]) -> Bool {
        let starts = stride(from: 0, to: head.count, by: 188)
        return head.count >= 188 && starts.allSatisfy { head[$0] == 0x47 }
    }
}

extension VideoError {
    private static let otherFile = "The finished file is no MP4"

    /// A whole file that is no MP4 came.
    static func otherFile(_ kind: FileKind) -> VideoError {
        VideoError(
            .notAVideo,
            "\(otherFile): it is of the kind \(kind.name).",
            advice: "The video was bought. What came is kept, and can be taken as it is."
        )
    }

    /// Whether a whole file came that is no MP4, and that can be kept as it is; see ``DownloadLimits/acceptsAny``.
    package var isOtherFile: Bool { code == .notAVideo && message.hasPrefix(Self.otherFile) }
}

extension Sequence<UInt8> {
    /// Whether this is the beginning of a file that is no text although its type may say so.
    ///
    /// A playlist is text, and is the file all the same.
    var beginsLikeFile: Bool {
        let start = Array(prefix(8))
        if start.beginsLikeMP4 { return true }
        guard let kind = FileKind(head: start) else { return false }
        return kind.suffix != "ts"
    }
}
