import Synchronization

/// The loops that downloads travel on, apart from the one of everything else.
///
/// Each has a thread that receives a download and also runs the task that takes its bytes: writing a large file costs
/// several times what receiving it does, and going to and fro between two threads for each piece costs as well. A disk
/// that hangs holds up the downloads of its loop, but no purchase and no poll.
final class CurlDownloads: Sendable {
    /// Few enough for a small machine, and enough that a disk which hangs under some downloads does not stop all.
    private static let maximum = 8

    private struct Lane {
        let loop: CurlLoop
        /// How many downloads are on it.
        var count = 0
    }

    private let settings: CurlSettings
    private let lanes = Mutex<[Lane]>([])

    init(_ settings: CurlSettings) { self.settings = settings }

    deinit { lanes.withLock { $0.forEach { $0.loop.stop() } } }

    /// Does work on the thread of a loop.
    /// - Parameter work: is told the loop, and how many downloads there are with this one.
    /// - Throws: ``HTTPTransportError`` where there is no room for the first thread, or what the work throws.
    func with(_ work: (CurlLoop, Int) async throws -> Void) async throws {
        let (index, loop, count) = try lanes.withLock { lanes in
            let index = try place(in: &lanes)
            lanes[index].count += 1
            return (index, lanes[index].loop, lanes.reduce(0) { $0 + $1.count })
        }
        defer { lanes.withLock { $0[index].count -= 1 } }
        try await withTaskExecutorPreference(loop) { try await work(loop, count) }
    }

    /// The lane that has the fewest downloads, a new one where each has some.
    private func place(in lanes: inout [Lane]) throws -> Int {
        let least = lanes.indices.min { lanes[$0].count < lanes[$1].count }
        if let least, lanes[least].count == 0 || lanes.count == Self.maximum { return least }
        if let loop = CurlLoop.start(settings) {
            lanes.append(Lane(loop: loop))
            return lanes.count - 1
        }
        guard let least else {
            throw HTTPTransportError(.connectionFailed, .notSent, "There was no room for another thread.")
        }
        return least
    }
}
