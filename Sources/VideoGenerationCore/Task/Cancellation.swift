/// The result of a request to cancel a task.
public enum Cancellation: String, Sendable, Hashable, Codable {
    /// The provider stopped the task.
    case cancelled
    /// The provider accepted the request but does not promise that it stops the task. The task is polled further,
    /// because a video that is finished nevertheless is billed.
    case requested
    /// The provider deleted the task and its outputs.
    case deleted
    /// The provider refused to cancel, for example because it was too late. The task continues or has ended.
    case refused
    /// The provider has no operation for canceling. The task continues.
    case unsupported
}
