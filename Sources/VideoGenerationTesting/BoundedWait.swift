import VideoPlatform

/// Waits for work that happens outside the test, with a time limit, so that a test that would hang fails instead.
package enum BoundedWait {
    /// The error thrown when a condition does not hold in time.
    package struct Expired: Error, CustomStringConvertible {
        let what: String
        package var description: String { "\(what) did not happen in time." }
    }

    /// Returns once a condition holds, which is checked every 2 milliseconds.
    /// - Parameters:
    ///   - what: the name of the condition, for the error.
    ///   - limit: the time to wait, by the system's clock. The default is long because a busy machine may suspend a
    ///     test for minutes.
    /// - Throws: ``Expired`` after the limit, `CancellationError` if the task is cancelled, and any error of the
    ///   condition.
    package static func until(
        _ what: String,
        within limit: Duration = .seconds(300),
        _ condition: () throws -> Bool
    ) async throws {
        let end = ContinuousClock.now + limit
        while try !condition() {
            guard ContinuousClock.now < end else { throw Expired(what: what) }
            try await Task.sleep(for: .milliseconds(2))
        }
    }
}

extension ManualClock {
    /// Returns once a caller sleeps on this clock.
    /// - Throws: ``BoundedWait/Expired``, or `CancellationError` if the task is cancelled.
    package func hasSleeper() async throws {
        try await BoundedWait.until("a wait for the clock") { sleeperCount > 0 }
    }
}
