import Dispatch
import Synchronization

/// Threads for work that blocks on a disk, away from those of Swift's concurrency: these are as many as the cores,
/// and a sync that takes its time would hold up whatever else the app does on them.
///
/// A purchase and a download run here from end to end, apart from the bytes that the transport's thread writes as it
/// receives them: going to and fro for each call costs more than it gives.
final class DiskExecutor: TaskExecutor {
    private struct State {
        var waiting: ArraySlice<UnownedJob> = []
        /// A serial queue gets a thread of its own while it has work, also where others wait for the disk. Eight are
        /// enough that a disk which takes several syncs at once gets them, and few for a phone.
        var idle = (1...8).map { DispatchQueue(label: "video-generation.disk.\($0)", qos: .userInitiated) }
    }

    private let state = Mutex(State())

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let idle = state.withLock {
            $0.waiting.append(job)
            return $0.idle.popLast()
        }
        if let idle { idle.async { [self] in work(on: idle) } }
    }

    /// Runs what waits until nothing does.
    private func work(on queue: DispatchQueue) {
        while let job = next(for: queue) { job.runSynchronously(on: asUnownedTaskExecutor()) }
    }

    private func next(for queue: DispatchQueue) -> UnownedJob? {
        state.withLock {
            let job = $0.waiting.popFirst()
            if job == nil { $0.idle.append(queue) }
            return job
        }
    }
}
