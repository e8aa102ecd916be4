import Synchronization
import VideoGeneration

/// The reservation of a task: a token in its row, and a time until which nobody else may take the task.
///
/// The time is the database's. This process only knows when it began to ask for it, by a clock that includes the time
/// for which the machine was asleep.
final class TaskLease: Sendable {
    let id: VideoTask.ID
    let token: Int
    /// Whether the lease is a claim, which goes on after the log of the task is closed.
    let isClaim: Bool
    private let times: LeaseTimes
    private let clock: any EngineClock
    private let askedAt: Mutex<Duration>

    init(
        _ id: VideoTask.ID,
        token: Int,
        isClaim: Bool = false,
        askedAt: Duration,
        _ times: LeaseTimes,
        _ clock: any EngineClock
    ) {
        self.id = id
        self.token = token
        self.isClaim = isClaim
        self.times = times
        self.clock = clock
        self.askedAt = Mutex(askedAt)
    }

    convenience init(
        _ id: VideoTask.ID,
        token: Int,
        isClaim: Bool = false,
        askedAt: Duration,
        of journal: PostgresJournal
    ) {
        self.init(
            id,
            token: token,
            isClaim: isClaim,
            askedAt: askedAt,
            journal.leaseTimes,
            journal.environment.clock
        )
    }

    /// Whether enough of the lease is left to send the request.
    var coversSubmit: Bool {
        clock.uptime - askedAt.withLock { $0 } <= .seconds(times.submit) - times.margin
    }

    /// Records that the lease began again.
    func noteRenewal(askedAt moment: Duration) { askedAt.withLock { $0 = max($0, moment) } }
}
