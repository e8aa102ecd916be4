import Foundation
import Testing

@testable import VideoGenerationCore

@Suite("Pictures are held against a mode's limits", .timeLimit(.minutes(20)))
struct PictureLimitsTests {
    /// The beginning of a PNG file.
    private func png(_ width: UInt32, _ height: UInt32) -> MediaInput {
        let sides = [width, height].flatMap { side in [24, 16, 8, 0].map { UInt8(side >> $0 & 0xFF) } }
        let head: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13]
        return .data(Data(head + Array("IHDR".utf8) + sides), .png)
    }

    @Test("Each limit is kept to the pixel and to the byte")
    func limits() {
        let sides = PictureLimits(maximum: 1, minimumSide: 300, maximumSide: 2_000, maximumRatio: 2.5)
        #expect(sides.validationFailure(for: png(300, 750)) == nil)
        #expect(sides.validationFailure(for: png(299, 500))?.contains("300") == true)
        #expect(sides.validationFailure(for: png(2_000, 1_000)) == nil)
        #expect(sides.validationFailure(for: png(1_000, 2_001))?.contains("2000") == true)
        #expect(sides.validationFailure(for: png(751, 300))?.contains("2.5") == true)
        let bytes = PictureLimits(maximum: 1, maximumBytes: 24)
        #expect(bytes.validationFailure(for: png(1, 1)) == nil)
        #expect(bytes.validationFailure(for: .data(Data(count: 25), .png))?.contains("24") == true)
    }

    @Test("A type that is not in the list is refused; without a list every type is accepted")
    func types() {
        #expect(
            PictureLimits(maximum: 1, types: [.jpeg]).validationFailure(for: png(1, 1))?.contains("image/jpeg") == true
        )
        for type in MediaInput.MediaType.allCases {
            #expect(PictureLimits(maximum: 1).validationFailure(for: .data(Data(), type)) == nil)
            #expect(PictureLimits(maximum: 1, types: [type]).validationFailure(for: .data(Data(), type)) == nil)
        }
    }

    @Test("A link, and a picture whose size its head does not tell, are not checked by size")
    func unknownSize() throws {
        let limits = PictureLimits(maximum: 1, maximumBytes: 1, minimumSide: 300, types: [.jpeg])
        #expect(limits.validationFailure(for: .url(try #require(HTTPURL("https://a.example/p.png")))) == nil)
        #expect(PictureLimits(maximum: 1, minimumSide: 300).validationFailure(for: .data(Data([1, 2]), .png)) == nil)
    }

    @Test(
        "Too few and too many pictures are refused",
        arguments: [
            (0, 1, 0, true), (1, 3, 0, false), (1, 3, 1, true), (1, 3, 3, true), (1, 3, 4, false), (2, 1, 2, true),
        ]
    )
    func count(_ minimum: Int, _ maximum: Int, _ count: Int, _ isAccepted: Bool) throws {
        let limits = PictureLimits(minimum: minimum, maximum: maximum)
        let mode: GenerationMode = count == 0 ? .text : .references
        let model = ModelDescription(name: "m", modes: [ModeDescription(mode, pictures: limits)])
        var request = VideoRequest(prompt: "x")
        request.references = Array(repeating: png(1, 1), count: count)
        if isAccepted {
            #expect(try model.fit(request).request == request)
        } else {
            #expect(throws: VideoError.self) { try model.fit(request) }
        }
    }
}
