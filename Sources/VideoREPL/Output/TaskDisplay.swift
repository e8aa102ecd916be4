import VideoGeneration
import VideoPlatform

/// The state of a task at one moment, for a line or a table row.
struct TaskDisplay: Sendable {
    var task: VideoTask
    /// The progress of the download, once it has begun.
    var download: DownloadProgress?
    /// The download speed in bytes per second, once it can be measured.
    var speed: Double?
    /// The problem that the client waits for before it tries again.
    var trouble: String?
    /// The usual duration of earlier tasks of the same provider and model.
    var expected: Duration?

    /// The word for the state.
    var word: String {
        if task.suspension != nil { return "suspended" }
        if download != nil, task.state == .succeeded { return "downloading" }
        return Self.word(for: task.state)
    }

    /// Returns the word for a state. A task in `intent` waits to be submitted.
    static func word(for state: VideoTask.State) -> String {
        switch state {
        case .intent: "waiting"
        case .outcomeUnknown: "unknown"
        default: state.rawValue
        }
    }

    /// The completed fraction of the generation or of the download.
    var progress: Double? {
        if let download, task.state == .succeeded { return download.fraction }
        return task.state == .stored || task.state == .succeeded ? 1 : task.progress
    }

    /// The size of the stored file, or the download's progress such as `1.2 MB of 1.9 MB`.
    var bytes: String {
        if let file = task.file { return Format.bytes(file.bytes) }
        guard let download else { return "" }
        return Format.bytes(download.received) + (download.total.map { " of \(Format.bytes($0))" } ?? "")
    }

    /// The download speed, such as `3.1 MB/s`.
    var rate: String {
        guard task.file == nil, let speed, speed >= 1, speed < 1e15 else { return "" }
        return Format.bytes(Int64(speed)) + "/s"
    }

    /// Returns the time since the task was created, or its whole duration if it has ended.
    func elapsed(at now: Date) -> Duration {
        .seconds(max(0, min((task.state.isFinal ? task.updatedAt : now).timeIntervalSince(task.createdAt), 1e9)))
    }

    /// Returns the elapsed time, with the expected time if it is known: `0:12 of ~0:20`.
    func time(at now: Date) -> String {
        let elapsed = Format.elapsed(elapsed(at: now))
        guard !task.state.isFinal, let expected else { return elapsed }
        return "\(elapsed) of ~\(Format.elapsed(expected))"
    }

    /// The style of the state.
    var style: Style {
        if task.suspension != nil { return .yellow }
        return switch task.state {
        case .stored: .green
        case .failed, .expired, .cancelled: .red
        case .outcomeUnknown: .yellow
        default: .cyan
        }
    }

    /// Returns one line for a terminal of a given width.
    func line(at now: Date, width: Int) -> String {
        let bar = width >= 60 && progress != nil ? Format.bar(progress, width: min(24, width / 4)) : ""
        let parts = [
            task.id.rawValue, word, bar, Format.percent(progress), time(at: now), bytes, rate, trouble ?? "",
        ]
        return TextWidth.fit(parts.filter { !$0.isEmpty }.joined(separator: "  "), width - 1)
    }

    /// The line without the clock. It differs from an earlier one only if the task changed.
    var change: String {
        [task.id.rawValue, word, Format.percent(progress), bytes, rate, trouble ?? ""]
            .filter { !$0.isEmpty }.joined(separator: "  ")
    }
}
