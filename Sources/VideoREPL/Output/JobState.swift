import VideoGeneration
import VideoPlatform

/// What is known about a job at a moment, for a line or a row about it.
struct JobState: Sendable {
    var task: VideoTask
    /// The bytes that are here, once a download began.
    var download: DownloadProgress?
    /// Bytes a second, once that can be said.
    var speed: Double?
    /// What is being waited out.
    var trouble: String?
    /// How long earlier jobs of the model took.
    var expected: Duration?

    /// The word for where it stands.
    var word: String {
        if download != nil, task.state == .succeeded { return "downloading" }
        return task.state == .outcomeUnknown ? "unknown" : task.state.rawValue
    }

    /// The part that is done, of the making or of the download.
    var progress: Double? {
        if let download, task.state == .succeeded { return download.fraction }
        return task.state == .stored || task.state == .succeeded ? 1 : task.progress
    }

    /// `1.2 MB of 1.9 MB`
    var bytes: String {
        if let file = task.file { return Format.bytes(file.bytes) }
        guard let download else { return "" }
        return Format.bytes(download.received) + (download.total.map { " of \(Format.bytes($0))" } ?? "")
    }

    /// `3.1 MB/s`
    var rate: String {
        guard task.file == nil, let speed, speed >= 1, speed < 1e15 else { return "" }
        return Format.bytes(Int64(speed)) + "/s"
    }

    /// Since the order; up to the end, where there is one.
    func elapsed(at now: Date) -> Duration {
        .seconds(max(0, min((task.state.isFinal ? task.updatedAt : now).timeIntervalSince(task.createdAt), 1e9)))
    }

    /// `0:12 of ~0:20`
    func time(at now: Date) -> String {
        let elapsed = Format.elapsed(elapsed(at: now))
        guard !task.state.isFinal, let expected else { return elapsed }
        return "\(elapsed) of ~\(Format.elapsed(expected))"
    }

    /// How a state looks.
    var style: Style {
        switch task.state {
        case .stored: .green
        case .failed, .expired, .cancelled: .red
        case .outcomeUnknown: .yellow
        default: .cyan
        }
    }

    /// One line, for a terminal of a width.
    func line(at now: Date, width: Int) -> String {
        let bar = width >= 60 && progress != nil ? Format.bar(progress, width: min(24, width / 4)) : ""
        let parts = [
            task.id.rawValue, word, bar, Format.percent(progress), time(at: now), bytes, rate, trouble ?? "",
        ]
        return TextWidth.fit(parts.filter { !$0.isEmpty }.joined(separator: "  "), width - 1)
    }

    /// The same without the clock, so that it differs only where something changed.
    var change: String {
        [task.id.rawValue, word, Format.percent(progress), bytes, rate, trouble ?? ""]
            .filter { !$0.isEmpty }.joined(separator: "  ")
    }
}
