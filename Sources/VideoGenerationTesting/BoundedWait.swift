import VideoPlatform

/// Waits for something that happens beside the test, and never for ever: a test that would hang fails instead.
package enum BoundedWait {
    /// What did not happen in time.
    package struct Expired: Error, CustomStringConvertible {
        let what: String
        package var description: String { "\(what) did not happen in time" }
    }

    /// Returns once something is so.
    /// - Parameters:
    ///   - what: what is waited for, for the error.
    ///   - limit: how long to wait, by the machine's clock. A busy machine may let a test lie for minutes.
    /// - Throws: ``Expired``, and what the condition throws.
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
    /// Returns once somebody waits for this clock.
    /// - Throws: ``BoundedWait/Expired``
    package func hasSleeper() async throws {
        try await BoundedWait.until("a wait for the clock") { sleeperCount > 0 }
    }
}
