/// A limit on the submits of this process that may be in flight at one endpoint.
///
/// The limit starts with the number of unknown outcomes that pause an endpoint, and grows by one with each accepted
/// task. Each task with an unknown outcome lowers it by one, so that a server that fails after billing receives three
/// tasks and not all that wait. After that, requests are sent one at a time until one is accepted.
struct SubmitWindow: Sendable {
    /// More tasks than any provider runs at once for one account.
    private static let widest = 64

    private var inFlight = 0
    private var accepted = 0
    /// The number of unknown outcomes since the last accepted task.
    private var unknown = 0

    private var limit: Int { min(max(EndpointRecord.maximumUnknowns + accepted - unknown, 1), Self.widest) }

    /// Counts one more submit in flight, if the limit has room for it.
    mutating func enter() -> Bool {
        guard inFlight < limit else { return false }
        inFlight += 1
        return true
    }

    /// Records the end of a submit.
    /// - Parameter isAccepted: true if the task was accepted, false if its outcome is unknown, nil for every other
    ///   result.
    mutating func leave(isAccepted: Bool?) {
        inFlight -= 1
        guard let isAccepted else { return }
        let widest = Self.widest
        (accepted, unknown) = isAccepted ? (min(accepted + 1, widest), 0) : (0, min(unknown + 1, widest))
    }
}
