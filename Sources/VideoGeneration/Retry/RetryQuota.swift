/// The remaining retries of one host, as a token bucket. Retries take tokens, and successes return them.
///
/// All tasks of a process share it, so that a hundred tasks that wait for an unreachable host do not flood it with
/// retries. The numbers are those of the standard mode of the AWS SDKs.
package struct RetryQuota: Sendable, Hashable {
    /// The number of tokens in a full bucket.
    package static let capacity = 500
    private static let transientCost = 14
    private static let throttledCost = 5
    private static let refund = 1

    /// The number of tokens that are left.
    package private(set) var tokens = capacity

    /// Creates a bucket with all of its tokens.
    package init() {}

    /// Takes the tokens for one retry.
    /// - Returns: false if too few tokens are left; none is taken then.
    mutating func withdraw(isThrottled: Bool) -> Bool {
        let cost = isThrottled ? Self.throttledCost : Self.transientCost
        guard tokens >= cost else { return false }
        tokens -= cost
        return true
    }

    /// Records a successful exchange.
    mutating func deposit() { tokens = min(tokens + Self.refund, Self.capacity) }
}
