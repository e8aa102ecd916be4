/// Whether and when to try again: one policy for every adapter, a pure function of what happened.
///
/// A submit is sent again only if nothing was sent, or if the provider said "not now"; see ``PurchaseOutcome``. Reads
/// are tried again for as long as the caller waits for them.
public struct RetryPolicy: Sendable, Hashable {
    /// What was tried.
    public enum Phase: String, Sendable, Hashable, CaseIterable {
        /// A purchase.
        case submit
        /// A question about a task.
        case poll
        /// The bytes of a video.
        case download
    }

    /// What to do.
    public enum Decision: Sendable, Hashable {
        /// Try again after a while.
        case retry(after: Duration)
        /// Leave it, for this reason.
        case stop(Reason)
    }

    /// Why not to try again.
    public enum Reason: String, Sendable, Hashable {
        /// Trying again would change nothing, or might buy twice.
        case pointless
        /// Tried often enough.
        case attemptsUsedUp
        /// The provider asks for more patience than this policy has.
        case waitTooLong
        /// Too many retries at this host lately; see ``RetryQuota``.
        case budgetUsedUp
    }

    /// How many purchases may be tried in all; 3, as the client SDKs of the field do.
    public var submitAttempts: Int
    /// How many fruitless tries of a download in a row; progress starts the count anew.
    public var downloadAttempts: Int
    /// The first wait after a transient failure. AWS's and Google's clients take 0.05 to 1 s.
    public var baseDelay: Duration
    /// The first wait after "too many requests".
    public var throttledDelay: Duration
    /// The longest wait that is not asked for by the provider.
    public var maximumDelay: Duration
    /// The longest `Retry-After` that a purchase waits for; the OpenAI SDK's 120 s.
    public var longestSubmitWait: Duration

    /// Makes a policy.
    public init(
        submitAttempts: Int = 3,
        downloadAttempts: Int = 6,
        baseDelay: Duration = .milliseconds(500),
        throttledDelay: Duration = .seconds(1),
        maximumDelay: Duration = .seconds(20),
        longestSubmitWait: Duration = .seconds(120)
    ) {
        self.submitAttempts = submitAttempts
        self.downloadAttempts = downloadAttempts
        self.baseDelay = baseDelay
        self.throttledDelay = throttledDelay
        self.maximumDelay = maximumDelay
        self.longestSubmitWait = longestSubmitWait
    }

    /// Decides.
    /// - Parameters:
    ///   - phase: what was tried.
    ///   - error: what happened.
    ///   - failures: how often it failed in a row, this time included: 1 after the first try.
    ///   - random: the draw for the jitter, 0..<1.
    ///   - budget: the retries that this host still has; charged where the answer is a retry.
    public func decide(
        _ phase: Phase,
        _ error: VideoError,
        failures: Int,
        random: Double,
        budget: inout RetryQuota
    ) -> Decision {
        guard isWorthRetrying(phase, error) else { return .stop(.pointless) }
        let limit: Int? =
            switch phase {
            case .submit: submitAttempts
            case .poll: nil
            case .download: downloadAttempts
            }
        if let limit, failures >= limit { return .stop(.attemptsUsedUp) }
        if phase == .submit, let asked = error.retryAfter, asked > longestSubmitWait {
            return .stop(.waitTooLong)
        }
        let isThrottled = error.code == .rateLimited
        // A poll goes on without the budget, only slower: somebody waits for it, and it costs nothing.
        let isPaid = budget.withdraw(isThrottled: isThrottled)
        guard isPaid || phase == .poll else { return .stop(.budgetUsedUp) }
        let delay =
            isPaid ? delay(isThrottled: isThrottled, failures: failures, random: random) : maximumDelay
        return .retry(after: max(delay, error.retryAfter ?? .zero))
    }

    private func isWorthRetrying(_ phase: Phase, _ error: VideoError) -> Bool {
        guard error.isTransient else { return false }
        guard phase == .submit else { return true }
        return error.purchase == .none && (error.code == .notSent || error.code == .rateLimited)
    }

    /// Exponential with full jitter (AWS Architecture Blog, "Exponential Backoff and Jitter"), but never
    /// under a tenth of it: a wait is a wait.
    func delay(isThrottled: Bool, failures: Int, random: Double) -> Duration {
        let base = isThrottled ? throttledDelay : baseDelay
        let ceiling = min(base * (1 << min(max(failures - 1, 0), 16)), maximumDelay)
        return ceiling * max(random, 0.1)
    }
}
