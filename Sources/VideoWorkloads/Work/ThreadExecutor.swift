import Dispatch

/// A thread for one Swift task and what it waits for: those that Swift has are only as many as the cores, and a sync
/// blocks the one that it is called on.
final class ThreadExecutor: TaskExecutor {
    // A serial queue gets a thread of its own, however many others wait for the disk.
    private let queue = DispatchQueue(label: "lane")

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
