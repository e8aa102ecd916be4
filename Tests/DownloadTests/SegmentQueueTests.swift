import Testing

@testable import VideoGeneration
@testable import VideoGenerationCore

@Suite("Who of several connections brings what", .timeLimit(.minutes(20)))
struct SegmentBoardTests {
    @Test("Six connections get a sixth each, from the front on, and none has to ask again before the end")
    func evenShares() {
        let queue = SegmentQueue([5_000_000..<65_000_000], for: 6)
        for part in Int64(0)..<6 {
            let start = 5_000_000 + part * 10_000_000
            #expect(queue.next()?.rest == start..<start + 10_000_000)
        }
    }

    @Test("Gaps are shared out whole, the last byte too, and in no piece that is not worth a connection")
    func severalGaps() {
        let gaps: [Range<Int64>] = [0..<600_001, 4_000_000..<4_000_007]
        let queue = SegmentQueue(gaps, for: 6)
        let pieces = (0..<4).compactMap { _ in queue.next()?.rest }
        #expect(pieces == [0..<1 << 18, 1 << 18..<1 << 19, 1 << 19..<600_001, gaps[1]])
        #expect(queue.next() == nil)
    }

    @Test("A size that no disk has is shared out without a trap")
    func largestSize() {
        let queue = SegmentQueue([0..<7, 9..<Int64.max], for: 6)
        var pieces: [Range<Int64>] = []
        for _ in 0..<7 { if let piece = queue.next()?.rest { pieces.append(piece) } }
        #expect(pieces.first == 0..<7)
        #expect(pieces.last?.upperBound == .max)
    }

    @Test("What a connection brought to its end before it broke is not asked for again")
    func nothingLeft() throws {
        let queue = SegmentQueue([0..<1_000_000], for: 1)
        let segment = try #require(queue.next())
        _ = segment.claim(upTo: 1_000_000)
        queue.release(segment)
        #expect(queue.next() == nil)
    }

    @Test("What is left of a broken connection goes to the next one, and the largest is halved after that")
    func leftOver() throws {
        let queue = SegmentQueue([0..<9_000_000], for: 1)
        let segment = try #require(queue.next())
        _ = segment.claim(upTo: 1_000_000)
        queue.release(segment)
        #expect(queue.next()?.rest == 1_000_000..<9_000_000)
        #expect(queue.next()?.rest == 5_000_000..<9_000_000)
    }
}
