public import VideoPlatform

/// A clock with two readings: the time of day for records, and a steady time for intervals.
///
/// Use ``SystemClock`` in an app and a manual clock in a test. The two readings are separate because the user can
/// set the time of day, which must not change an interval or a deadline.
public protocol EngineClock: Sendable {
    /// The time of day, for records and for dates in responses.
    var now: Date { get }
    /// The time since a fixed moment. Never jumps, and includes the time for which the machine was asleep.
    var uptime: Duration { get }
    /// Waits for a duration.
    /// - Throws: `CancellationError` as soon as the Swift task is cancelled.
    func sleep(for duration: Duration) async throws
}

/// The clocks of this machine.
public struct SystemClock: EngineClock {
    private static let start = ContinuousClock.now

    /// Creates a reader of the machine's clocks.
    public init() {}

    /// The machine's time of day.
    public var now: Date { Date() }
    /// The time since this property was first read in the process.
    public var uptime: Duration { ContinuousClock.now - Self.start }
    /// Waits on the machine's continuous clock.
    /// - Throws: `CancellationError` as soon as the Swift task is cancelled.
    public func sleep(for duration: Duration) async throws {
        try await Task.sleep(for: duration, clock: .continuous)
    }
}
