import Synchronization

/// Brings the rest of a large file over several connections at once, where each of them alone is slow.
///
/// It only ever adds fitting parts of the very file that was begun. Whatever else happens on a connection
/// ends that connection, and what it leaves goes to the others, or back to the one connection that knows
/// what to do about troubles; see ``PartFetcher``.
struct SegmentedDownload {
    /// Smaller files are here before a second connection pays.
    static let minimumSize: Int64 = 8 << 20

    let part: PartFile
    let total: Int64
    let connections: Int
    /// Fetches what a segment still wants, over one connection.
    let fetch: @Sendable (Segment) async throws -> Void

    /// Goes on until every byte is here or no connection gets further.
    /// - Throws: `DiskError`, `CancellationError`, a ``VideoError`` that no other connection would help.
    func run() async throws {
        let board = SegmentQueue(part.written.gaps(in: total), for: connections)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<connections {
                group.addTask {
                    while let segment = board.next() {
                        let before = segment.position
                        let gained: Int64
                        do {
                            try await fetch(segment)
                            gained = segment.position - before
                            if segment.rest.isEmpty { continue }
                        } catch {
                            _ = try LinkProblem(error)
                            gained = segment.position - before
                        }
                        board.giveBack(segment)
                        if gained < PartFetcher.worthwhile { return }
                    }
                }
            }
            try await group.waitForAll()
        }
    }
}

/// What one of several connections has to bring. It shrinks from behind when another one takes its end over.
final class Segment: Sendable {
    /// Less than this is not worth another connection.
    static let smallest: Int64 = 256 << 10

    private let bounds: Mutex<Range<Int64>>

    init(_ bounds: Range<Int64>) { self.bounds = Mutex(bounds) }

    /// The first byte that is missing.
    var position: Int64 { bounds.withLock { $0.lowerBound } }
    /// What is missing.
    var rest: Range<Int64> { bounds.withLock { $0 } }

    /// Takes bytes that came, as far as they are still wanted.
    /// - Returns: where the wanted ones end.
    func claim(upTo next: Int64) -> Int64 {
        bounds.withLock {
            let claimed = min(max(next, $0.lowerBound), $0.upperBound)
            $0 = claimed..<$0.upperBound
            return claimed
        }
    }

    /// Gives the second half of what is missing away; nil where that would not pay.
    func split() -> Segment? {
        bounds.withLock { bounds in
            let length = bounds.upperBound - bounds.lowerBound
            guard length >= 2 * Self.smallest else { return nil }
            let middle = bounds.lowerBound + length / 2
            defer { bounds = bounds.lowerBound..<middle }
            return Segment(middle..<bounds.upperBound)
        }
    }
}

/// Who brings what: the segments that nobody is at, and those under way.
final class SegmentQueue: Sendable {
    private let segments: Mutex<(free: [Segment], taken: [Segment])>

    /// Shares out what is missing: evenly, so that nobody has to ask again before the end.
    init(_ gaps: [Range<Int64>], for connections: Int) {
        let missing = gaps.reduce(0) { $0 + $1.count }
        let share = max(Segment.smallest, Int64((missing - 1) / connections + 1))
        let free = gaps.flatMap { gap in
            stride(from: gap.lowerBound, to: gap.upperBound, by: Int(share)).map {
                Segment($0..<$0 + min(share, gap.upperBound - $0))
            }
        }
        segments = Mutex((free.reversed(), []))
    }

    /// A free segment, else the second half of the largest one under way; nil where nothing is worth it.
    func next() -> Segment? {
        segments.withLock { segments in
            let largest = segments.taken.max { $0.rest.count < $1.rest.count }
            guard let segment = segments.free.popLast() ?? largest?.split() else { return nil }
            segments.taken.append(segment)
            return segment
        }
    }

    /// Takes back what a connection did not bring, where anything is left of it.
    func giveBack(_ segment: Segment) {
        segments.withLock { segments in
            segments.taken.removeAll { $0 === segment }
            if !segment.rest.isEmpty { segments.free.append(segment) }
        }
    }
}
