import Synchronization
import VideoPlatform

/// The retry budgets of all hosts, shared by all callers in the process.
package final class RetryQuotas: Sendable {
    private let budgets = Mutex<[Origin: RetryQuota]>([:])

    /// Creates budgets that are full.
    package init() {}

    /// Records a successful exchange.
    func deposit(at origin: Origin) {
        budgets.withLock { $0[origin]?.deposit() }
    }

    /// Decides whether to retry at a host, and charges the host's budget.
    func decide(
        _ policy: RetryPolicy,
        _ phase: RetryPolicy.Phase,
        _ error: VideoError,
        failures: Int,
        at origin: Origin,
        now: Date,
        random: any RandomSource
    ) -> RetryPolicy.Decision {
        let draw = random.unit()
        return budgets.withLock {
            policy.decide(
                phase,
                error.waiting(from: now),
                failures: failures,
                random: draw,
                budget: &$0[origin, default: RetryQuota()]
            )
        }
    }
}

extension VideoError {
    /// Returns the error with its wait as a duration, if the provider sent a point in time.
    fileprivate func waiting(from now: Date) -> VideoError {
        var error = self
        error.retryAfter = wait(from: now)
        return error
    }

    /// The time that the provider asks to wait; nil if it does not.
    func wait(from now: Date) -> Duration? {
        retryAfter ?? retryAfterDate.map { .seconds(min(max($0.timeIntervalSince(now), 0), 1e9)) }
    }
}
