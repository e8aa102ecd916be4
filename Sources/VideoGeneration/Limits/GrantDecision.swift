/// The decision about a task that asks to be sent.
package enum GrantDecision: Sendable, Hashable {
    /// The task may be sent now.
    case granted(Grant)
    /// The task has to wait: for the duration if the obstacle ends by itself, otherwise until another task has ended.
    case later(Duration, GrantObstacle)
}

/// The reason why a task has to wait.
package enum GrantObstacle: Sendable, Hashable {
    /// The maximum number of tasks is in flight.
    case inFlight(Int)
    /// The maximum number of submits was made in the last 60 seconds.
    case perMinute(Int)
    /// An older task, or one with a higher priority, waits for the same model.
    case order
    /// The journal may have lost its last records, and other machines record theirs first.
    case holdOff
}
