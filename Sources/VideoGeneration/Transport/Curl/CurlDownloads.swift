import Synchronization

/// The loops that downloads travel on, apart from the one of everything else.
///
/// Each has a thread that receives a download and also runs the task that takes its bytes: writing a large file costs
/// several times what receiving it does, and going to and fro between two threads for each piece costs as well. A disk
/// that hangs holds up the downloads of its loop, but no purchase and no poll.
final class CurlDownloads: Sendable {
    /// Few enough for a small machine, and enough that a disk which hangs under some downloads does not stop all.
    private static let maximum = 8

    private struct State {
        var loops: [CurlLoop] = []
        /// How many downloads are on each.
        var counts: [Int] = []

        /// Finds a place for another download: on the loop that has the fewest, a new one where each has some.
        mutating func enter(_ settings: CurlSettings) throws -> (index: Int, loop: CurlLoop, count: Int) {
            let least = counts.indices.min { counts[$0] < counts[$1] }
            if let least, counts[least] == 0 || loops.count == maximum { return enter(at: least) }
            if let loop = CurlLoop.start(settings) {
                loops.append(loop)
                counts.append(0)
                return enter(at: loops.count - 1)
            }
            guard let least else {
                throw HTTPTransportError(.connectionFailed, .notSent, "There was no room for another thread.")
            }
            return enter(at: least)
        }

        private mutating func enter(at index: Int) -> (index: Int, loop: CurlLoop, count: Int) {
            counts[index] += 1
            return (index, loops[index], counts.reduce(0, +))
        }
    }

    private let settings: CurlSettings
    private let state = Mutex(State())

    init(_ settings: CurlSettings) { self.settings = settings }

    deinit { state.withLock { $0.loops.forEach { $0.stop() } } }

    /// Does work on the thread of a loop.
    /// - Parameter work: is told the loop, and how many downloads there are with this one.
    /// - Throws: ``HTTPTransportError`` where there is no room for the first thread, or what the work throws.
    func with(_ work: (CurlLoop, Int) async throws -> Void) async throws {
        let (index, loop, count) = try state.withLock { try $0.enter(settings) }
        defer { state.withLock { $0.counts[index] -= 1 } }
        try await withTaskExecutorPreference(loop) { try await work(loop, count) }
    }
}
