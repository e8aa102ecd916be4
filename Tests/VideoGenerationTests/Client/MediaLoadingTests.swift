import Foundation
import TestSupport
import Testing
import VideoGeneration
import VideoGenerationTesting

@Suite("Videos and audio files are read and checked before anything is sent", .timeLimit(.minutes(20)))
struct MediaLoadingTests {
    private static let model = ModelDescription(
        name: "film",
        modes: [
            ModeDescription(
                .references,
                pictures: PictureLimits(maximum: 3),
                media: [
                    MediaLimits(.video, maximum: 2, maximumSeconds: 5),
                    MediaLimits(.audio, maximum: 2, maximumSeconds: 5),
                ]
            )
        ]
    )

    private static func movie(seconds: UInt32, handler: String = "vide") -> [UInt8] {
        let type = TestVideo.box("ftyp", Array("isom".utf8) + TestVideo.u32(512) + Array("isom".utf8))
        return type + TestVideo.movie(sampleBytes: 16, duration: seconds * 1_000, handler: handler)
            + TestVideo.box("mdat", TestVideo.noise(16, seed: 1))
    }

    private static func wave(seconds: UInt32, declared: UInt32? = nil) -> [UInt8] {
        func little(_ number: UInt32) -> [UInt8] { TestVideo.u32(number).reversed() }
        let size = seconds * 8
        return Array("RIFF".utf8) + little(0) + Array("WAVE".utf8) + Array("LIST".utf8) + little(3) + [1, 2, 3, 0]
            + Array("fmt ".utf8) + little(16) + [1, 0, 1, 0] + little(8) + little(8) + [1, 0, 8, 0]
            + Array("data".utf8) + little(declared ?? size) + TestVideo.zeros(Int(size))
    }

    private func submit(_ bytes: [UInt8], _ name: String, as kind: MediaInput.Kind) async throws -> (
        UploadBench, VideoError?
    ) {
        let bench = try UploadBench(PutUploadDialect(), models: [Self.model])
        let path = bench.folder.path + "/" + name
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        var request = UploadBench.request([.file(path, kind: kind)])
        request.model = "film"
        return (bench, await bench.failure(request))
    }

    @Test("A file is sent with the type of its bytes, whatever its name")
    func types() async throws {
        let files: [([UInt8], MediaInput.Kind, String)] = [
            (Self.movie(seconds: 5), .video, "video/mp4"), (Self.wave(seconds: 5), .audio, "audio/wav"),
            (Self.movie(seconds: 5, handler: "soun"), .audio, "audio/mp4"),
            (Array("ID3".utf8) + TestVideo.zeros(40), .audio, "audio/mpeg"),
            ([0x1A, 0x45, 0xDF, 0xA3] + TestVideo.zeros(40), .video, "video/webm"),
            (Array(UploadBench.picture), .picture, "image/png"),
        ]
        for (bytes, kind, type) in files {
            let (bench, failure) = try await submit(bytes, "x.bin", as: kind)
            #expect(failure == nil)
            #expect(bench.requests.first?.body == Array("{\"content_type\":\"\(type)\"}".utf8))
            #expect(bench.requests[1].body == bytes)
        }
    }

    @Test("A file of another kind is refused with the kind that it is")
    func kinds() async throws {
        let files: [([UInt8], MediaInput.Kind, String)] = [
            (Array(UploadBench.picture), .video, "is a picture, not a video"),
            (Self.movie(seconds: 1), .picture, "is a video, not a picture"),
            (Self.movie(seconds: 1), .audio, "is a video, not an audio file"),
            (Self.wave(seconds: 1), .video, "is an audio file, not a video"),
            (Array("hello, hello, hello".utf8), .audio, "is not an MP3, WAV or M4A audio file"),
            (Array("hello, hello, hello".utf8), .video, "is not an MP4, QuickTime or WebM video"),
            ([], .picture, "is not a JPEG, PNG or WebP picture"),
        ]
        for (bytes, kind, words) in files {
            let (bench, failure) = try await submit(bytes, "x.mp4", as: kind)
            #expect(
                failure?.code == .invalidRequest && failure?.message.contains(words) == true,
                "\(String(describing: failure))"
            )
            #expect(bench.requests.isEmpty)
        }
    }

    @Test("A file that is too long is refused, as far as its headers tell")
    func lengths() async throws {
        let long: [([UInt8], MediaInput.Kind)] = [
            (Self.movie(seconds: 6), .video), (Self.wave(seconds: 6), .audio),
            (Self.movie(seconds: 6, handler: "soun"), .audio), (Self.wave(seconds: 6, declared: .max), .audio),
        ]
        for (bytes, kind) in long {
            let (bench, failure) = try await submit(bytes, "x", as: kind)
            #expect(
                failure?.message.contains("is 6.0 s long, and at most 5 s are taken") == true,
                "\(String(describing: failure))"
            )
            #expect(bench.requests.isEmpty)
        }
        let broken: [([UInt8], MediaInput.Kind)] = [
            (Array(Self.movie(seconds: 6).prefix(60)), .video), (Array(Self.wave(seconds: 6).prefix(50)), .audio),
            (Array("RIFF....WAVEdata".utf8) + TestVideo.u32(.max), .audio),
        ]
        for (bytes, kind) in broken { #expect(try await submit(bytes, "x", as: kind).1 == nil) }
    }

    @Test("A file over the largest size of its kind is refused before it is read")
    func sizes() async throws {
        for (kind, size) in [(MediaInput.Kind.picture, 30 << 20), (.video, 200 << 20), (.audio, 50 << 20)] {
            let bench = try UploadBench(models: [Self.model])
            let path = bench.folder.path + "/large"
            #expect(FileManager.default.createFile(atPath: path, contents: nil))
            let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
            try file.truncate(atOffset: UInt64(size + 1))
            try file.close()
            var request = UploadBench.request([.file(path, kind: kind)])
            request.model = "film"
            let failure = await bench.failure(request)
            #expect(failure?.message.contains("The maximum is \(size)") == true, "\(String(describing: failure))")
        }
    }

    @Test("A kind that the model does not take is refused before the file is opened")
    func early() async throws {
        let bench = try UploadBench(models: [ModelDescription(name: "film", modes: [ModeDescription(.text)])])
        var request = UploadBench.request([.file("/nowhere/x.mp4", kind: .video)])
        request.model = "film"
        #expect(await bench.failure(request)?.message.contains("reference videos") == true)
    }
}
