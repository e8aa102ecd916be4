import VideoGeneration

/// A still picture in the size of the video. It has a single gray, which both formats encode in few bytes.
struct PreviewPicture {
    private let size: VideoSize
    /// The level of gray, from 192 to 223 of 255.
    private let shade: UInt8

    init(_ task: SimulatedTask) {
        size = task.order.size
        var seed = PromptSeed(task.order.prompt)
        shade = UInt8(seed.draw(192...223))
    }

    /// The still as a lossless WebP. The five prefix codes of its `VP8L` chunk have one symbol each, so pixels take no
    /// bits.
    var webP: SimulatedResponse {
        var bits = LittleEndianBits()
        bits.write(size.width - 1, bits: 14)
        bits.write(size.height - 1, bits: 14)
        bits.write(0, bits: 4)  // no alpha, version 0
        bits.write(0, bits: 3)  // no transform, no color cache, one set of codes
        for symbol in [shade, shade, shade, 255, 0] {
            bits.write(0b101, bits: 3)  // a simple code of one symbol, which has 8 bits
            bits.write(Int(symbol), bits: 8)
        }
        func word(_ value: Int) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) } }
        let data = [0x2F] + bits.bytes
        let chunk = Array("VP8L".utf8) + word(data.count) + data + (data.count % 2 == 1 ? [0] : [])
        let file = Array("RIFF".utf8) + word(chunk.count + 4) + Array("WEBP".utf8) + chunk
        return SimulatedResponse(type: "image/webp", file: file[...])
    }

    /// The still as a baseline JPEG. The first block has a level, and every other block repeats it with two bits.
    var jpeg: SimulatedResponse {
        func half(_ value: Int) -> [UInt8] {
            [UInt8(truncatingIfNeeded: value >> 8), UInt8(truncatingIfNeeded: value)]
        }
        func segment(_ marker: UInt8, _ content: [UInt8]) -> [UInt8] {
            [0xFF, marker] + half(content.count + 2) + content
        }
        func codes(_ table: UInt8, _ lengths: [UInt8], _ symbols: [UInt8]) -> [UInt8] {
            [table] + lengths + Array(repeating: 0, count: 16 - lengths.count) + symbols
        }
        let quantization = segment(0xDB, [0] + Array(repeating: 8, count: 64))
        let frame = segment(0xC0, [8] + half(size.height) + half(size.width) + [1, 1, 0x11, 0])
        // DC codes: `0` for no difference and `10` for one of 7 bits. AC code: `0` for no coefficients.
        let huffman = segment(0xC4, codes(0x00, [1, 1], [0, 7]) + codes(0x10, [1], [0]))
        let scan = segment(0xDA, [1, 1, 0, 0, 63, 0])
        let blocks = (size.width + 7) / 8 * ((size.height + 7) / 8)
        // The first block takes ten bits: the DC code, 7 bits for the level above middle gray, and the AC code.
        let level = shade - 128
        var data = [UInt8](repeating: 0, count: (10 + 2 * (blocks - 1) + 7) / 8)
        data.replaceSubrange(0..<2, with: [0b1000_0000 | level >> 1, level << 7])
        let file = [0xFF, 0xD8] + quantization + frame + huffman + scan + data + [0xFF, 0xD9]
        return SimulatedResponse(type: "image/jpeg", file: file[...])
    }
}

/// A bit writer that fills each byte from its lowest bit.
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
