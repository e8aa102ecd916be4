import VideoPlatform

/// The task that has a label.
package struct LabelRecord: Sendable, Codable {
    /// The label.
    package var label: String
    /// The digest of the request that the label stands for.
    package var digest: String
    /// The task.
    package var id: VideoTask.ID
    /// The task without its request, after it was pruned, or the pruned one that had the label before the task.
    package var pruned: VideoTask?

    /// Creates a record.
    package init(label: String, digest: String, id: VideoTask.ID, pruned: VideoTask?) {
        (self.label, self.digest, self.id, self.pruned) = (label, digest, id, pruned)
    }
}
