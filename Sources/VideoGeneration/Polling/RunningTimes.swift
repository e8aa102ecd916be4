import Synchronization

/// How long the tasks of one kind run, from their start to their end; shared by everybody who waits for one.
final class RunningTimes: Sendable {
    private let estimate = Mutex(DurationEstimate())

    /// The distribution; nil while too few are known.
    var usual: LogNormal? { estimate.withLock(\.distribution) }

    /// Takes note of a run.
    func learn(seconds: Double) { estimate.withLock { $0.learn(seconds: seconds) } }
}
