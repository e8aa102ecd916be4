import VideoPlatform

extension VideoError {
    /// What to do about a purchase that nobody knows the outcome of.
    static let unknownAdvice =
        "It may have been bought, so it is not sent again. Look into the provider's list or bill, then resolve it."

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

extension Duration {
    /// The duration as a floating-point number of seconds.
    public var seconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}
