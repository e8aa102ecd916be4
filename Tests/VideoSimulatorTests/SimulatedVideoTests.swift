import Foundation
import Testing
import VideoGeneration
import VideoSimulator

@Suite("A simulated video", .timeLimit(.minutes(20)))
struct SimulatedVideoTests {
    struct Clip: Sendable, CustomTestStringConvertible {
        var size: String
        var framesPerSecond = 24
        var seconds = 1
        var testDescription: String { "\(size) \(framesPerSecond) fps \(seconds) s" }

        func video(_ prompt: String = "a paper boat in the rain") throws -> SimulatedVideo {
            let size = try #require(VideoSize(size))
            return try #require(
                SimulatedVideo(
                    prompt: prompt,
                    size: size,
                    framesPerSecond: framesPerSecond,
                    seconds: seconds
                )
            )
        }
    }

    static let clips = [
        Clip(size: "1366x768", seconds: 6), Clip(size: "1920x1080", seconds: 2), Clip(size: "1280x720"),
        Clip(size: "720x1280", framesPerSecond: 25, seconds: 2), Clip(size: "912x512", seconds: 2),
        Clip(size: "854x482", framesPerSecond: 30), Clip(size: "130x98", framesPerSecond: 60, seconds: 2),
        Clip(size: "16x16", framesPerSecond: 1, seconds: 3), Clip(size: "2560x1440"), Clip(size: "18x4096"),
    ]

    @Test(
        "has the requested size, frame rate and duration, and decodes without a message",
        .enabled(if: Tool("ffprobe") != nil && Tool("ffmpeg") != nil, "ffmpeg is missing"),
        arguments: clips
    )
    func decodes(_ clip: Clip) throws {
        let (probe, ffmpeg) = (try #require(Tool("ffprobe")), try #require(Tool("ffmpeg")))
        let file = try TemporaryFile(try clip.video().mp4())
        let facts = try probe(
            "-v",
            "error",
            "-count_frames",
            "-of",
            "csv=p=0",
            "-show_entries",
            "stream=codec_name,profile,width,height,pix_fmt,r_frame_rate,duration,nb_read_frames",
            file.path
        )
        let size = try #require(VideoSize(clip.size))
        #expect(
            String(decoding: facts, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
                == """
                h264,Constrained Baseline,\(size.width),\(size.height),yuv420p,\(clip.framesPerSecond)/1,\
                \(clip.seconds).000000,\(clip.framesPerSecond * clip.seconds)
                """
        )
        let messages = try ffmpeg("-v", "warning", "-i", file.path, "-f", "null", "-")
        #expect(String(decoding: messages, as: UTF8.self) == "")
    }

    @Test(
        "moves from one frame to the next, and its key frames look the same as skipped frames",
        .enabled(if: Tool("ffmpeg") != nil, "ffmpeg is missing")
    )
    func moves() throws {
        let ffmpeg = try #require(Tool("ffmpeg"))
        let clip = Clip(size: "320x180", framesPerSecond: 12, seconds: 2)
        let file = try TemporaryFile(try clip.video().mp4())
        let pixels = try ffmpeg(
            "-v",
            "error",
            "-i",
            file.path,
            "-f",
            "rawvideo",
            "-pix_fmt",
            "gray",
            "-"
        )
        let frames = stride(from: 0, to: pixels.count, by: 320 * 180).map { pixels[$0..<$0 + 320 * 180] }
        #expect(frames.count == 24)
        for (frame, next) in zip(frames, frames.dropFirst()) {
            let changed = zip(frame, next).count { abs(Int($0) - Int($1)) > 8 }
            #expect(changed > 40)
            #expect(changed < frame.count / 4)
        }
    }

    @Test("has its index before its data, and the boxes fill the file")
    func boxes() throws {
        let video = try Clip(size: "640x360", seconds: 3).video()
        let bytes = video.mp4()
        func word(_ offset: Int) -> Int { bytes[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) } }
        var types: [String] = []
        var offset = 0
        while offset + 8 <= bytes.count {
            types.append(String(decoding: bytes[offset + 4..<offset + 8], as: UTF8.self))
            offset += word(offset)
        }
        #expect(offset == bytes.count)
        #expect(types == ["ftyp", "moov", "mdat"])
        // moov, mvhd: version and flags, two times, then the time scale and the duration.
        let header = 32 + 8 + 8
        #expect(word(header + 12) == 1000)
        #expect(word(header + 16) == 3000)
    }

    @Test("is the same for the same prompt, and different for another prompt")
    func deterministic() throws {
        let clip = Clip(size: "160x90")
        #expect(try clip.video("a boat").mp4() == clip.video("a boat").mp4())
        #expect(try clip.video("a boat").mp4() != clip.video("a goat").mp4())
        #expect(try !clip.video("").mp4().isEmpty)
    }

    @Test("of 6 s at 1366x768 has between 0.5 and 20 MB", arguments: ["a", "a paper boat in the rain", "纸船"])
    func weight(_ prompt: String) throws {
        let count = try Clip(size: "1366x768", seconds: 6).video(prompt).mp4().count
        #expect((500_000...20_000_000).contains(count))
    }

    @Test("is not made in a size that the format cannot represent")
    func bounds() throws {
        func video(_ size: String, _ rate: Int = 24, _ seconds: Int = 1) throws -> SimulatedVideo? {
            SimulatedVideo(
                prompt: "",
                size: try #require(VideoSize(size)),
                framesPerSecond: rate,
                seconds: seconds
            )
        }
        #expect(try video("853x480") == nil)
        #expect(try video("854x481") == nil)
        #expect(try video("8x480") == nil)
        #expect(try video("16384x480") == nil)
        #expect(try video("640x480", 0) == nil)
        #expect(try video("640x480", 24, 0) == nil)
        #expect(try video("640x480", 24, 121) == nil)
    }
}

/// A file that is removed when this object is deallocated.
final class TemporaryFile {
    let path: String

    init(_ bytes: [UInt8]) throws {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID()).mp4")
        try Data(bytes).write(to: url)
        path = url.path
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}
