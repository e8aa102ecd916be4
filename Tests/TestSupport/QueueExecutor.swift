import Dispatch

/// One thread, in turns. The tasks of a group inherit it; each that is to have its own is given another.
package final class QueueExecutor: TaskExecutor {
    private let queue = DispatchQueue(label: "test")

    package init() {}

    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
