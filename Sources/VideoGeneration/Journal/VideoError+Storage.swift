import VideoPlatform

extension VideoError {
    /// A failed call of the file system, in words.
    init(storage error: DiskError, doing deed: String) {
        self.init(
            .storageFailed,
            "Cannot \(deed): \(error.path): \(error.reason).",
            advice: error.errno == ENOSPC || error.errno == EDQUOT ? "Make room, then go on." : nil
        )
    }

    /// There is no such task here.
    static func unknownTask(_ id: VideoTask.ID) -> VideoError {
        VideoError(.invalidRequest, "There is no task \(id) in this journal.")
    }
}
