import VideoGeneration
import VideoSimulator

/// A playable video of any size: a small video followed by a `free` box that fills the requested size.
///
/// The filling is sent from one small buffer, so a file of a gigabyte needs little memory and no disk.
struct ServedFile: Sendable {
    let size: Int
    private let head: [UInt8]
    private let filling = [UInt8](repeating: 0, count: 1 << 20)

    /// - Parameter size: The size in bytes, which must be at least 8 bytes more than the small video's.
    init?(size: Int) {
        guard let pixels = VideoSize(width: 160, height: 96),
            var head = SimulatedVideo(prompt: "benchmark", size: pixels, framesPerSecond: 8, seconds: 1)?.mp4(),
            size >= head.count + 8, let box = UInt32(exactly: size - head.count)?.bigEndian
        else { return nil }
        withUnsafeBytes(of: box) { head += $0 }
        head += Array("free".utf8)
        self.head = head
        self.size = size
    }

    /// Passes a range to a closure in pieces.
    /// - Parameter take: Takes a piece and returns whether to continue.
    func pieces(of range: Range<Int>, upTo limit: Int = 1 << 20, _ take: (UnsafeRawBufferPointer) -> Bool) -> Bool {
        var position = range.lowerBound
        while position < range.upperBound {
            let source = position < head.count ? head : filling
            let start = position < head.count ? position : 0
            let count = min(source.count - start, range.upperBound - position, limit)
            let isTaken = source.withUnsafeBytes { take(UnsafeRawBufferPointer(rebasing: $0[start..<start + count])) }
            guard isTaken else { return false }
            position += count
        }
        return true
    }
}
