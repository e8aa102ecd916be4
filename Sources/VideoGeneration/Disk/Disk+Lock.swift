extension Disk {
    /// Opens a file and waits until its lock is free.
    ///
    /// The file is opened again for each attempt, because a lock on a file that was moved or removed protects nothing.
    /// - Parameters:
    ///   - limit: the time after which the wait ends, on the clock.
    ///   - clock: the clock that waits between two attempts.
    ///   - waitsWhenCancelled: whether a cancelled caller keeps trying, for work that must be done anyway.
    ///   - open: opens the file.
    /// - Returns: nil if another user of the file kept the lock.
    /// - Throws: the error of `open`; ``DiskError``; `CancellationError`.
    func lockedFile(
        within limit: Duration,
        on clock: any EngineClock,
        waitsWhenCancelled: Bool = false,
        _ open: () throws -> any DiskFile
    ) async throws -> (any DiskFile)? {
        try await waitForLock(within: limit, on: clock, waitsWhenCancelled: waitsWhenCancelled) {
            let file = try open()
            return try file.tryLock() ? file : nil
        }
    }

    /// Repeats an attempt to take a lock until it succeeds.
    /// - Parameters:
    ///   - limit: the time after which the wait ends, on the clock.
    ///   - clock: the clock that waits between two attempts.
    ///   - longestPause: the longest pause between two attempts. Pauses grow from 2 ms.
    ///   - waitsWhenCancelled: whether a cancelled caller keeps trying, for work that must be done anyway.
    ///   - attempt: tries to take the lock, and returns nil if another user has it.
    /// - Returns: nil if another user kept the lock.
    /// - Throws: the error of `attempt`; `CancellationError`.
    package func waitForLock<Value>(
        within limit: Duration,
        on clock: any EngineClock,
        longestPause: Duration = .milliseconds(10),
        waitsWhenCancelled: Bool = false,
        _ attempt: () throws -> Value?
    ) async throws -> Value? {
        var nextPause = Duration.milliseconds(2)
        var waited = Duration.zero
        while true {
            if let value = try attempt() { return value }
            guard waited < limit else { return nil }
            let pause = min(nextPause, limit - waited)
            do {
                try await clock.sleep(for: pause)
                if waited < .seconds(2) { try await waitForOtherProcesses(pause, on: clock) }
            } catch is CancellationError where waitsWhenCancelled {
                await Task.yield()
            }
            waited += pause
            nextPause = min(nextPause * 2, longestPause)
        }
    }

    /// Waits on the machine's clock if the caller's clock is a test's, which may pass any time at once. Another process
    /// that holds the lock of a real file needs real time. A disk in memory has neither threads nor other processes.
    private func waitForOtherProcesses(_ pause: Duration, on clock: any EngineClock) async throws {
        guard executor != nil, !(clock is SystemClock) else { return }
        try await SystemClock().sleep(for: pause)
    }
}
