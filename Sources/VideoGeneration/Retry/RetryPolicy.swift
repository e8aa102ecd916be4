/// A policy that decides whether and when to retry. It is a pure function, the same for every adapter.
///
/// A submit is repeated only if nothing was sent, or if the provider refused it for now; see `Docs/Reliability.md`. An
/// upload before a submit buys nothing, and is repeated after every transient failure. Reads are repeated for as long as the caller waits for them.
public struct RetryPolicy: Sendable, Hashable {
    /// The kind of the operation that failed.
    package enum Phase: String, Sendable, Hashable, CaseIterable {
        /// The request that submits a task.
        case submit
        /// The upload of a request's files before the submit. It buys nothing.
        case upload
        /// A request for a task's status.
        case poll
        /// The download of a video's bytes.
        case download
    }

    /// The decision about a failed operation.
    package enum Decision: Sendable, Hashable {
        /// Retries the operation after a delay.
        case retry(after: Duration)
        /// Stops, for the given reason.
        case stop(Reason)
    }

    /// The reason not to retry.
    package enum Reason: String, Sendable, Hashable {
        /// A retry would not help, or could buy a second video.
        case pointless
        /// The maximum number of attempts was made.
        case attemptsUsedUp
        /// The provider requests a longer wait than ``longestSubmitWait``.
        case waitTooLong
        /// There were too many retries at this host recently; see ``RetryQuota``.
        case budgetUsedUp
    }

    /// The maximum number of submit attempts, the first one included, and of attempts to upload a request's files before
    /// it. The default is 3, as in the providers' client SDKs.
    public var submitAttempts: Int
    /// The maximum number of failed download attempts in a row. Progress resets the count.
    public var downloadAttempts: Int
    /// The first delay after a transient failure. The clients of AWS and Google use 0.05 to 1 s.
    public var baseDelay: Duration
    /// The first delay after an error with code `rateLimited`, such as HTTP 429.
    public var throttledDelay: Duration
    /// The longest delay that the provider did not request.
    public var maximumDelay: Duration
    /// The longest `Retry-After` that a submit waits for. The default is 120 s, as in the OpenAI SDK.
    public var longestSubmitWait: Duration

    /// Creates a policy.
    /// - Parameters:
    ///   - submitAttempts: the maximum number of submit attempts.
    ///   - downloadAttempts: the maximum number of failed download attempts in a row.
    ///   - baseDelay: the first delay after a transient failure.
    ///   - throttledDelay: the first delay after an error with code `rateLimited`.
    ///   - maximumDelay: the longest delay that the provider did not request.
    ///   - longestSubmitWait: the longest `Retry-After` that a submit waits for.
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

    /// Decides whether to retry an operation, and when.
    /// - Parameters:
    ///   - phase: the operation that failed.
    ///   - error: the error of the last attempt.
    ///   - failures: the number of failures in a row, the last one included: 1 after the first attempt.
    ///   - random: a random number in 0..<1, for the jitter.
    ///   - budget: the remaining retries of the host. Charged if the decision is a retry.
    package func decide(
        _ phase: Phase,
        _ error: VideoError,
        failures: Int,
        random: Double,
        budget: inout RetryQuota
    ) -> Decision {
        guard isWorthRetrying(phase, error) else { return .stop(.pointless) }
        let limit: Int? =
            switch phase {
            case .submit, .upload: submitAttempts
            case .poll: nil
            case .download: downloadAttempts
            }
        if let limit, failures >= limit { return .stop(.attemptsUsedUp) }
        if phase == .submit || phase == .upload, let asked = error.retryAfter, asked > longestSubmitWait {
            return .stop(.waitTooLong)
        }
        let isThrottled = error.code == .rateLimited
        // A poll continues without budget, at the longest delay: a caller waits for it, and it costs nothing.
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

    /// Returns an exponential delay with full jitter (AWS Architecture Blog, "Exponential Backoff and Jitter"), but at
    /// least a tenth of the maximum, so that there is always a delay.
    func delay(isThrottled: Bool, failures: Int, random: Double) -> Duration {
        let base = isThrottled ? throttledDelay : baseDelay
        let ceiling = min(base * (1 << min(max(failures - 1, 0), 16)), maximumDelay)
        return ceiling * max(random, 0.1)
    }
}
