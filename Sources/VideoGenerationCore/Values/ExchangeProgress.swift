/// How far an exchange got before it ended; what a failed purchase is judged by.
public enum ExchangeProgress: Sendable, Hashable, Comparable {
    /// Proven: not one byte of the request left this machine.
    case notSent
    /// Some or all of the request left; no answer came. The server may have acted on it.
    case sent
    /// The answer's head came.
    case headReceived
    /// This many bytes of the answer's body came.
    case bodyReceived(Int64)
}
