import Synchronization
import VideoGeneration

/// The reservation of a task: a token in its row, and a time until which nobody else may take the task.
///
/// The time is the database's. This process only knows when it began to ask for it, by a clock that includes the time
/// for which the machine was asleep.
final class TaskLease: Sendable {
    /// How long a lease lasts, in seconds. It covers a submit of 150 s, and leaves 90 s in which it can be renewed.
    static let seconds = 240
    /// How long a lease lasts once the task is no longer about to be sent, in seconds, if its process ends before it
    /// gives the task back.
    static let secondsAfterSubmit = 5
    /// The time between two renewals.
    static let renewal = Duration.seconds(30)
    /// The part of a lease that has to be left when a request is sent: the limit of a submit, and 10 s.
    private static let submit = Duration.seconds(160)

    let id: VideoTask.ID
    let token: Int
    private let clock: any EngineClock
    private let askedAt: Mutex<Duration>

    init(_ id: VideoTask.ID, token: Int, askedAt: Duration, clock: any EngineClock) {
        self.id = id
        self.token = token
        self.clock = clock
        self.askedAt = Mutex(askedAt)
    }

    /// Whether enough of the lease is left to send the request.
    var coversSubmit: Bool {
        clock.uptime - askedAt.withLock { $0 } <= .seconds(Self.seconds) - Self.submit
    }

    /// Records that the lease began again.
    func noteRenewal(askedAt moment: Duration) { askedAt.withLock { $0 = max($0, moment) } }
}
