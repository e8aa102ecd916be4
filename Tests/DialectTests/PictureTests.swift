import Foundation
import Testing
import VideoGeneration

@Suite("Pictures are checked before they are sent", .timeLimit(.minutes(20)))
struct PictureTests {
    /// Heads of pictures, made by the formats' own rules.
    static let heads: [(MediaInput.MediaType, [UInt8], String?)] = [
        (.png, png(320, 700), "320x700"),
        (
            .jpeg,
            [0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 1, 2, 0xFF, 0xFF, 0xC4, 0, 2, 0xFF, 0xC2, 0, 11, 8, 2, 0xBC, 1, 0x40],
            "320x700"
        ),
        (.webp, webP("VP8X", [0, 0, 0, 0, 0x3F, 1, 0, 0xBB, 2, 0]), "320x700"),
        (.webp, webP("VP8L", [0x2F, 0x3F, 0xC1, 0xAE, 0]), "320x700"),
        (.webp, webP("VP8 ", [0, 0, 0, 0x9D, 1, 0x2A, 0x40, 1, 0xBC, 2]), "320x700"),
        (.jpeg, [0xFF, 0xD8, 0xFF, 0xDB, 0xFF, 0xFF], nil),
        (.jpeg, [0xFF, 0xD8, 0xFF, 0xC0, 0, 11], nil),
        (.png, Array(png(320, 700).prefix(20)), nil),
        (.png, png(0, 4_000_000_000), nil),
        (.webp, webP("ALPH", []), nil),
    ]

    private static func png(_ width: UInt32, _ height: UInt32) -> [UInt8] {
        let sides = [width, height].flatMap { side in [24, 16, 8, 0].map { UInt8(side >> $0 & 0xFF) } }
        return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13] + Array("IHDR".utf8) + sides
    }

    private static func webP(_ kind: String, _ rest: [UInt8]) -> [UInt8] {
        Array("RIFF????WEBP\(kind)????".utf8) + rest
    }

    @Test("a picture's size is read from its head, and a broken head is no size", arguments: heads.indices)
    func size(_ index: Int) {
        let (type, bytes, expected) = Self.heads[index]
        #expect(VideoSize(ofPicture: Data(bytes), type)?.description == expected)
    }

    static let limits: [(String, UInt32, UInt32, String?)] = [
        ("minimax-v1", 301, 700, nil), ("minimax-v1", 300, 700, "shorter than 301"),
        ("minimax-v1", 400, 1_001, "2.5 times"), ("minimax-v2", 256, 256, nil),
        ("minimax-v2", 255, 256, "shorter than 256"), ("minimax-v2", 5_761, 4_000, "longer than 5760"),
    ]

    @Test("a picture of a size that is not taken is refused before sending", arguments: limits.indices)
    func refusal(_ index: Int) throws {
        let (dialect, width, height, words) = Self.limits[index]
        let request = ask { $0.firstFrame = .data(Data(Self.png(width, height)), .png) }
        guard let words else {
            _ = try provider(dialect).preview(request)
            return
        }
        let error = #expect(throws: VideoError.self) { try provider(dialect).preview(request) }
        #expect(error?.message.contains(words) == true, "\(String(describing: error))")
    }

    @Test(
        "a picture that was not loaded, or not kept, is never sent",
        arguments: [
            MediaInput.file("/tmp/x.png"), .omitted(.png, bytes: 3),
        ]
    )
    func unavailable(_ picture: MediaInput) {
        for name in ["minimax-v1", "minimax-v2", "openai-videos", "newapi-task"] {
            let error = #expect(throws: VideoError.self) {
                try provider(name).preview(
                    ask("x", name.hasPrefix("mini") ? nil : "any") { $0.firstFrame = picture }
                )
            }
            #expect(error?.code == .invalidRequest)
            #expect(error?.description.contains("Nothing was sent") == true)
        }
    }
}
