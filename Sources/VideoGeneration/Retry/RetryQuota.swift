/// How many retries one host has left: a bucket that retries empty and successes fill.
///
/// Shared by all tasks of a process, so that a hundred tasks that wait for a dead host do not make a
/// hundred storms. The numbers are those of the AWS SDKs' standard mode.
public struct RetryQuota: Sendable, Hashable {
    /// A full bucket.
    public static let capacity = 500
    private static let transientCost = 14
    private static let throttledCost = 5
    private static let refund = 1

    /// What is left.
    public private(set) var tokens = capacity

    /// Makes a full bucket.
    public init() {}

    /// Pays for one retry.
    /// - Returns: false where too little is left; then nothing is paid.
    mutating func withdraw(isThrottled: Bool) -> Bool {
        let cost = isThrottled ? Self.throttledCost : Self.transientCost
        guard tokens >= cost else { return false }
        tokens -= cost
        return true
    }

    /// Takes note of an exchange that went well.
    mutating func deposit() { tokens = min(tokens + Self.refund, Self.capacity) }
}
