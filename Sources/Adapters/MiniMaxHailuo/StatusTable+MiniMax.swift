import VideoGenerationCore

extension StatusTable {
    /// The words of `/v1/query/video_generation`, of its callbacks (lower case), and `Failed`, which MiniMax's own
    /// client expects.
    static let hailuo = StatusTable(
        queued: ["Preparing", "Queueing"],
        running: ["Processing", "Unknown"],
        succeeded: ["Success"],
        failed: ["Fail", "Failed"]
    )

    /// The words of `/v2/query/video_generation`. Clients have received `expired`; `deleted` follows a DELETE.
    static let h3 = StatusTable(
        queued: ["queued"],
        running: ["running"],
        succeeded: ["succeeded"],
        failed: ["failed"],
        cancelled: ["cancelled", "canceled", "deleted"],
        expired: ["expired"]
    )
}
