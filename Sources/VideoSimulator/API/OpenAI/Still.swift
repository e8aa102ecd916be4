import VideoGeneration

/// A thumbnail: one colour in the size of the video, as lossless WebP, which takes some 30 bytes.
struct Still {
    let size: VideoSize
    private let red, green, blue: UInt8

    init(_ task: SimulatedTask) {
        size = task.order.size
        var seed = PromptSeed(task.order.prompt)
        func channel() -> UInt8 { UInt8(seed.draw(64...224)) }
        (red, green, blue) = (channel(), channel(), channel())
    }

    /// The picture, with its type.
    var webP: Answer {
        var answer = Answer(status: 200, text: "", type: "image/webp")
        answer.body = file[...]
        return answer
    }

    /// RIFF around a `VP8L` chunk whose five prefix codes have one symbol each, so that no pixel takes a bit.
    private var file: [UInt8] {
        var bits = LittleEndianBits()
        bits.write(size.width - 1, bits: 14)
        bits.write(size.height - 1, bits: 14)
        bits.write(0, bits: 4)  // no alpha, version 0
        bits.write(0, bits: 3)  // no transform, no colour cache, one set of codes
        for symbol in [green, red, blue, 255, 0] {
            bits.write(0b101, bits: 3)  // a simple code of one symbol, which has 8 bits
            bits.write(Int(symbol), bits: 8)
        }
        var data = [0x2F] + bits.bytes
        let length = data.count
        if length % 2 == 1 { data.append(0) }
        return Array("RIFF".utf8) + Self.word(data.count + 12) + Array("WEBPVP8L".utf8) + Self.word(length)
            + data
    }

    private static func word(_ value: Int) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    }
}

/// Bits that fill each byte from its lowest end.
private struct LittleEndianBits {
    private(set) var bytes: [UInt8] = []
    private var used = 0

    mutating func write(_ value: Int, bits: Int) {
        for bit in 0..<bits {
            if used % 8 == 0 { bytes.append(0) }
            bytes[bytes.count - 1] |= UInt8(value >> bit & 1) << UInt8(used % 8)
            used += 1
        }
    }
}
