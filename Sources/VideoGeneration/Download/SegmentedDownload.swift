import Synchronization

/// Downloads the rest of a large file over several connections in parallel, for servers that limit the speed of
/// each one.
///
/// It only adds matching parts of the same file. Any other event on a connection ends that connection. Its
/// remaining bytes go to the other connections, or back to the single connection that handles problems; see
/// ``PartFetcher``.
struct SegmentedDownload {
    /// The minimum size of a file. A smaller one is complete before a second connection is worthwhile.
    static let minimumSize: Int64 = 8 << 20

    let part: PartFile
    let total: Int64
    let connections: Int
    /// Downloads the missing bytes of a segment over one connection.
    let fetch: @Sendable (Segment) async throws -> Void

    /// Downloads until every byte is present or no connection makes progress.
    /// - Throws: `DiskError`, `CancellationError`, or a ``VideoError`` that another connection wouldn't avoid.
    func run() async throws {
        let queue = SegmentQueue(part.written.gaps(in: total), for: connections)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<connections {
                group.addTask {
                    while let segment = queue.next() {
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
                        queue.release(segment)
                        if gained < PartFetcher.minimumProgress { return }
                    }
                }
            }
            try await group.waitForAll()
        }
    }
}

/// The share of one of several connections. It shrinks from the end when another connection takes over its second
/// half.
final class Segment: Sendable {
    /// The smallest share that is worth another connection, in bytes.
    static let smallest: Int64 = 256 << 10

    private let bounds: Mutex<Range<Int64>>

    init(_ bounds: Range<Int64>) { self.bounds = Mutex(bounds) }

    /// The offset of the first missing byte.
    var position: Int64 { bounds.withLock { $0.lowerBound } }
    /// The missing range.
    var rest: Range<Int64> { bounds.withLock { $0 } }

    /// Accepts received bytes as far as they still belong to this segment.
    /// - Returns: The end of the accepted bytes.
    func claim(upTo next: Int64) -> Int64 {
        bounds.withLock {
            let claimed = min(max(next, $0.lowerBound), $0.upperBound)
            $0 = claimed..<$0.upperBound
            return claimed
        }
    }

    /// Splits off the second half of the missing range, or returns nil if it is too short.
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

/// The segments of a download: unassigned and in progress.
final class SegmentQueue: Sendable {
    private let segments: Mutex<(free: [Segment], active: [Segment])>

    /// Divides the missing bytes evenly, so that no connection needs another segment before the end.
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

    /// Returns an unassigned segment, otherwise the second half of the largest one in progress, or nil if none is
    /// large enough.
    func next() -> Segment? {
        segments.withLock { segments in
            let largest = segments.active.max { $0.rest.count < $1.rest.count }
            guard let segment = segments.free.popLast() ?? largest?.split() else { return nil }
            segments.active.append(segment)
            return segment
        }
    }

    /// Returns the rest of a segment that a connection did not complete.
    func release(_ segment: Segment) {
        segments.withLock { segments in
            segments.active.removeAll { $0 === segment }
            if !segment.rest.isEmpty { segments.free.append(segment) }
        }
    }
}
