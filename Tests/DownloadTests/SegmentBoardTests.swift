import Testing

@testable import VideoGeneration

@Suite("Who of several connections brings what")
struct SegmentBoardTests {
    @Test("What a connection brought to its end before it broke is not asked for again")
    func nothingLeft() throws {
        let board = SegmentBoard([0..<1_000_000])
        let segment = try #require(board.next())
        _ = segment.claim(upTo: 1_000_000)
        board.giveBack(segment)
        #expect(board.next() == nil)
    }

    @Test("What is left of a broken connection goes to the next one, and the largest is halved after that")
    func leftOver() throws {
        let board = SegmentBoard([0..<9_000_000])
        let segment = try #require(board.next())
        _ = segment.claim(upTo: 1_000_000)
        board.giveBack(segment)
        #expect(board.next()?.rest == 1_000_000..<9_000_000)
        #expect(board.next()?.rest == 5_000_000..<9_000_000)
    }
}
