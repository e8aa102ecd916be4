import Synchronization
import VideoPlatform

/// The loops that downloads travel on, apart from the one of everything else.
///
/// Each has a thread that receives a download and also runs the task that takes its bytes: writing a large file costs
/// several times what receiving it does, and going to and fro between two threads for each piece costs as well. A disk
/// that is slow holds up other downloads there, but no purchase and no poll.
final class CurlDownloads: Sendable {
    private struct State {
        var loops: [CurlLoop] = []
        /// How many downloads are on each.
        var counts: [Int] = []

        /// Finds a place for another download.
        mutating func enter(
            _ settings: CurlSettings,
            atMost maximum: Int
        ) -> (index: Int, loop: CurlLoop, count: Int)? {
            var index = counts.indices.min { counts[$0] < counts[$1] }
            if index.map({ counts[$0] > 0 }) ?? true, loops.count < maximum, let loop = CurlLoop.start(settings) {
                index = loops.count
                loops.append(loop)
                counts.append(0)
            }
            guard let index else { return nil }
            counts[index] += 1
            return (index, loops[index], counts.reduce(0, +))
        }
    }

    private let settings: CurlSettings
    private let maximum: Int
    private let state = Mutex(State())

    init(_ settings: CurlSettings) {
        self.settings = settings
        // With one, whoever waits for the disk would hold up all the others.
        maximum = min(max(2, ProcessInfo.processInfo.activeProcessorCount), 8)
    }

    deinit { state.withLock { $0.loops.forEach { $0.stop() } } }

    /// Does work on the loop with the fewest downloads; starts another one where each has some.
    /// - Parameter work: is told the loop, and how many downloads there are with this one.
    /// - Returns: nil where there is no room for the first thread; then nothing was done.
    func with<Value>(_ work: (CurlLoop, Int) async throws -> Value) async rethrows -> Value? {
        guard let (index, loop, count) = state.withLock({ $0.enter(settings, atMost: maximum) }) else { return nil }
        defer { state.withLock { $0.counts[index] -= 1 } }
        return try await withTaskExecutorPreference(loop) { try await work(loop, count) }
    }
}
