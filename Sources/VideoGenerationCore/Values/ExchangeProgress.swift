/// How far an exchange got before it ended. For a failed submit, this decides whether the provider can have created
/// a task.
public enum ExchangeProgress: Sendable, Hashable, Comparable {
    /// No byte of the request left this machine. Reported only if that is proven.
    case notSent
    /// Some or all of the request was sent, and no response arrived. The server may have acted on the request.
    case sent
    /// The head of the response arrived.
    case headReceived
    /// This number of bytes of the response's body arrived.
    case bodyReceived(Int64)
}
