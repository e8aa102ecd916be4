import Synchronization
import VideoPlatform

/// The retry budgets of every host, shared by everybody who talks to them.
public final class RetryQuotas: Sendable {
    private let budgets = Mutex<[Origin: RetryQuota]>([:])

    /// Makes full budgets.
    public init() {}

    /// Takes note of an exchange that went well.
    func deposit(at origin: Origin) {
        budgets.withLock { $0[origin]?.deposit() }
    }

    /// Decides about a retry at a host, and charges the host's budget.
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
    /// The same error with its wait as a length, where the provider named a moment.
    fileprivate func waiting(from now: Date) -> VideoError {
        guard retryAfter == nil, let date = retryAfterDate else { return self }
        var error = self
        error.retryAfter = .seconds(min(max(date.timeIntervalSince(now), 0), 1e9))
        return error
    }
}
