import Synchronization

/// The event loops that downloads run on, separate from the loop of all other requests.
///
/// Each loop has a thread that receives a download and also runs the task that takes its bytes. Writing a large
/// file costs several times as much as receiving it, and switching between two threads for each piece adds to that.
/// A disk that hangs blocks the downloads of its loop, but no submit and no poll.
final class CurlDownloads: Sendable {
    /// The maximum number of loops: few enough for a small machine, and enough that a disk that hangs under some
    /// downloads doesn't block all of them.
    private static let maximum = 8

    private struct Lane {
        let loop: CurlLoop
        /// The number of downloads that use this loop.
        var count = 0
    }

    private let settings: CurlSettings
    private let lanes = Mutex<[Lane]>([])

    init(_ settings: CurlSettings) { self.settings = settings }

    deinit { lanes.withLock { $0.forEach { $0.loop.stop() } } }

    /// Runs an operation on the thread of a loop.
    /// - Parameter work: The operation. Receives the loop and the number of downloads, including this one.
    /// - Throws: ``HTTPTransportError`` if the first thread can't be started, or the error of the operation.
    func with(_ work: (CurlLoop, Int) async throws -> Void) async throws {
        let (index, loop, count) = try lanes.withLock { lanes in
            let index = try place(in: &lanes)
            lanes[index].count += 1
            return (index, lanes[index].loop, lanes.reduce(0) { $0 + $1.count })
        }
        defer { lanes.withLock { $0[index].count -= 1 } }
        try await withTaskExecutorPreference(loop) { try await work(loop, count) }
    }

    /// Returns the index of the lane with the fewest downloads, or of a new lane if every lane has some.
    private func place(in lanes: inout [Lane]) throws -> Int {
        let least = lanes.indices.min { lanes[$0].count < lanes[$1].count }
        if let least, lanes[least].count == 0 || lanes.count == Self.maximum { return least }
        if let loop = CurlLoop.start(settings) {
            lanes.append(Lane(loop: loop))
            return lanes.count - 1
        }
        guard let least else {
            throw HTTPTransportError(.connectionFailed, .notSent, "The system could not start another thread.")
        }
        return least
    }
}
