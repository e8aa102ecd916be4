import VideoGenerationCore

extension StatusTable {
    /// The words of `task_status`.
    static let kling = StatusTable(
        queued: ["submitted"],
        running: ["processing"],
        succeeded: ["succeed"],
        failed: ["failed"]
    )
}
