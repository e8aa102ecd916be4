import VideoGenerationCore

extension StatusTable {
    /// The words of the response to a poll.
    static let seedance = StatusTable(
        queued: ["queued"],
        running: ["running"],
        succeeded: ["succeeded"],
        failed: ["failed"],
        cancelled: ["cancelled"],
        expired: ["expired"]
    )
}
