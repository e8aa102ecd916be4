import Dispatch
import Synchronization

/// Threads for work that blocks on a disk, separate from the threads of Swift concurrency.
///
/// Swift concurrency has only as many threads as the machine has cores, and a slow sync would block everything else
/// that the app runs on them. A submit and a download run here from start to end, except for the bytes that the
/// transport's thread writes as it receives them. Switching threads for each call would cost more than it gains.
final class DiskExecutor: TaskExecutor {
    private struct State {
        var waiting: ArraySlice<UnownedJob> = []
        /// Serial queues. Each has its own thread while it has work, even if others wait for the disk. Eight are
        /// enough for a disk that handles several syncs at once, and few enough for a phone.
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

    /// Runs waiting jobs until none is left.
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
