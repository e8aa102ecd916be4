public import VideoPlatform

/// What waits takes one of these: the wall clock for records, a steady one for intervals.
///
/// Use ``SystemClock`` in an app and a manual clock in a test. The two readings are apart on purpose:
/// somebody may set the wall clock, and no interval or deadline may change when they do.
public protocol EngineClock: Sendable {
    /// The time of day, for records and for dates in answers.
    var now: Date { get }
    /// Time since some fixed moment, steady, counting while the machine sleeps.
    var uptime: Duration { get }
    /// Waits.
    /// - Throws: `CancellationError` as soon as the task is cancelled.
    func sleep(for duration: Duration) async throws
}

/// The machine's clocks.
public struct SystemClock: EngineClock {
    private static let start = ContinuousClock.now

    /// Makes the clock.
    public init() {}

    /// The machine's time of day.
    public var now: Date { Date() }
    /// Time since the process first asked.
    public var uptime: Duration { ContinuousClock.now - Self.start }
    /// Waits on the machine's continuous clock.
    public func sleep(for duration: Duration) async throws {
        try await Task.sleep(for: duration, clock: .continuous)
    }
}
