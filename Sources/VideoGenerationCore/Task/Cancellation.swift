/// What became of the wish to cancel.
public enum Cancellation: String, Sendable, Hashable, Codable {
    /// The provider stopped the task.
    case cancelled
    /// The provider removed the task and what it made.
    case deleted
    /// Too late, or refused: the task goes on or has ended.
    case refused
    /// The provider has no such operation: the task goes on.
    case unsupported
}
