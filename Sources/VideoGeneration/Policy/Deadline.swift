/// A moment on a steady clock until which somebody waits.
struct Deadline: Sendable {
    private let end: Duration?
    private let clock: any TaskClock

    /// Starts to count now; nil for no end.
    init(after wait: Duration?, on clock: any TaskClock) {
        self.clock = clock
        end = wait.map { clock.uptime + $0 }
    }

    /// What is left, never negative; nil for no end.
    var remaining: Duration? { end.map { max($0 - clock.uptime, .zero) } }

    /// Whether the moment has come.
    var hasPassed: Bool { remaining == .zero }

    /// A wait, cut at the deadline.
    func clipping(_ wait: Duration) -> Duration { remaining.map { min($0, wait) } ?? wait }
}
