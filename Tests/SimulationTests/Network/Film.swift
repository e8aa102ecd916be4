import VideoGeneration
import VideoSimulator

/// The bytes of a video as the simulated provider made it: a real MP4, small, and different for every task
/// and every time it is encoded.
enum Film {
    private static let template: [UInt8] =
        VideoSize(width: 16, height: 16).flatMap {
            SimulatedVideo(prompt: "film", size: $0, framesPerSecond: 1, seconds: 1)?.mp4()
        } ?? []
    /// Where the pictures begin.
    private static let pictures: Int = {
        let mdat = Array("mdat".utf8)
        return (template.indices.first { template[$0...].starts(with: mdat) } ?? 0) + 4
    }()
    private static let length = 1500

    /// Whether a film may end here: behind its boxes, with no more than zeros of the next one's length. Where the
    /// length is untold too, nobody can tell that from the whole film.
    static func looksWhole(upTo end: Int) -> Bool { (template.count...template.count + 2).contains(end) }

    static func bytes(task: Int, encoding: Int) -> [UInt8] {
        var bytes = template
        var mark = UInt64(task &* 64 &+ encoding) &* 0x9E37_79B9_7F4A_7C15 | 1
        for index in stride(from: pictures, to: bytes.count, by: 8) {
            mark = mark &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            bytes[index] ^= UInt8(truncatingIfNeeded: mark >> 56)
        }
        let rest = max(Self.length - bytes.count, 8)
        bytes += [0, 0, UInt8(truncatingIfNeeded: rest >> 8), UInt8(truncatingIfNeeded: rest)] + Array("free".utf8)
        for index in 8..<rest {
            mark = mark &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            bytes.append(index % 8 == 0 ? UInt8(truncatingIfNeeded: mark >> 56) : 0x2E)
        }
        return bytes
    }
}
