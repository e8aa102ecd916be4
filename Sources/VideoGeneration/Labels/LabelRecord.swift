import VideoPlatform

/// The task that has a label.
struct LabelRecord: Sendable, Codable {
    /// The label.
    var label: String
    /// The digest of the request that the label stands for.
    var digest: String
    /// The task.
    var id: VideoTask.ID
    /// The task without its request, after it was pruned, or the pruned one that had the label before the task.
    var pruned: VideoTask?
}
