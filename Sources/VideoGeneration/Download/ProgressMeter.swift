import Synchronization

/// Reports progress at most ten times a second, and always at the end.
final class ProgressMeter: Sendable {
    private static let interval = Duration.milliseconds(100)

    private let clock: any EngineClock
    private let progress: @Sendable (DownloadProgress) -> Void
    private let last = Mutex<Duration?>(nil)

    init(_ clock: any EngineClock, _ progress: @escaping @Sendable (DownloadProgress) -> Void) {
        self.clock = clock
        self.progress = progress
    }

    func report(_ reading: DownloadProgress) {
        let now = clock.uptime
        let isDue = last.withLock {
            if let last = $0, now - last < Self.interval, reading.received != reading.total { return false }
            $0 = now
            return true
        }
        if isDue { progress(reading) }
    }
}
