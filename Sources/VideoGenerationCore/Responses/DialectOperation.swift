/// The operation that a response belongs to. The same body can have a different meaning for another operation.
public enum DialectOperation: String, Sendable, Hashable, Codable, CaseIterable {
    /// A request to make a video.
    case submit
    /// A request for the state of a task.
    case status
    /// A request for the links to an output.
    case file
    /// A request to the link itself, which should return the bytes of a video.
    case content
    /// A request for a list of tasks.
    case list
    /// A request to cancel a task.
    case cancel
    /// A request for the task with the caller's own ID.
    case lookup
    /// A request that uploads a file before a submit.
    case upload
}
