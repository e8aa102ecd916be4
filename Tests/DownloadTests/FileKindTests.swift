import Foundation
import Testing

@testable import VideoGeneration
@testable import VideoGenerationCore

@Suite("A file that is not an MP4 is reported with its format", .timeLimit(.minutes(20)))
struct FileKindTests {
    private static let packet = [0x47] + [UInt8](repeating: 0xFF, count: 187)

    static let heads: [([UInt8], String?)] = [
        ([0x1A, 0x45, 0xDF, 0xA3, 0x9F, 0x42, 0x82, 0x84] + Array("webm".utf8), "webm"),
        ([0x1A, 0x45, 0xDF, 0xA3, 0xA3, 0x42, 0x82, 0x88] + Array("matroska".utf8), "mkv"),
        (Array("GIF87a".utf8), "gif"), (Array("GIF89a".utf8), "gif"), (Array("#EXTM3U\n#EXT-X-VERSION:3".utf8), "m3u8"),
        (Array("PK\u{3}\u{4}".utf8), "zip"), (packet, "ts"), (packet + packet + [0x47], "ts"),
        (Array("RIFF1234AVI LIST".utf8), "avi"), (Array("OggS".utf8), "ogv"), (Array("FLV\u{1}".utf8), "flv"),
        // A single byte of the right kind is no stream, and text is no playlist.
        ([0x47], nil), (packet + [0x00], nil), (Array("Gone".utf8), nil), (Array("#EXT".utf8), nil), ([], nil),
        (Array("\0\0\0\u{18}ftypmp42".utf8), nil), (Array("<html>".utf8), nil), (Array("RIFF1234WEBP".utf8), nil),
    ]

    @Test("By its first bytes", arguments: heads)
    func kind(head: [UInt8], suffix: String?) { #expect(FileKind(head: head)?.suffix == suffix) }
}
