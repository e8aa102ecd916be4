import Synchronization

/// The running times of the tasks of one kind, from their start to their end, shared by all tasks that are polled.
final class RunningTimes: Sendable {
    private let estimate = Mutex(DurationEstimate())

    /// The distribution; nil if too few running times are known.
    var usual: LogNormal? { estimate.withLock(\.distribution) }

    /// Records the running time of a task.
    func learn(seconds: Double) { estimate.withLock { $0.learn(seconds: seconds) } }
}
