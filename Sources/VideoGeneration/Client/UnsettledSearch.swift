import VideoPlatform

/// The reasons why a provider's list does not settle an unknown outcome, for the user to decide.
struct UnsettledSearch {
    let task: VideoTask
    /// The rows of the list that may be the task and that no other task has or had.
    let candidates: [TaskSnapshot]
    /// The other tasks that the only candidate may belong to.
    var rivals: [VideoTask.ID] = []
    /// Whether the only candidate contains all values, and all of them match.
    var isProven = false
    /// Whether the list and the journal could be read completely.
    var isWhole = false
    /// The rows with the task's prompt that have another time or another model.
    var samePrompt: [TaskSnapshot] = []

    /// The number of candidates in an error.
    private static let maximumShown = 5

    init(_ task: VideoTask, _ candidates: [TaskSnapshot]) {
        self.task = task
        self.candidates = candidates
    }

    /// Whether the only candidate is proven to be the task.
    var isSettled: Bool { candidates.count == 1 && isProven && isWhole && rivals.isEmpty }

    /// Returns the error that lists the candidates.
    /// - Parameter scrubbing: removes the key from a provider's text.
    func error(scrubbing: (String) -> String) -> VideoError {
        let shown = candidates.isEmpty ? samePrompt : candidates
        let rows = shown.prefix(Self.maximumShown).map { Self.line($0, scrubbing) }.joined(separator: "; ")
        let more = shown.count > Self.maximumShown ? "; and \(shown.count - Self.maximumShown) more" : ""
        return VideoError(
            .outcomeUnknown,
            shown.isEmpty ? "\(sentence)." : "\(sentence): \(rows)\(more).",
            advice: shown.isEmpty
                ? "This proves nothing, because a list can be late or incomplete. Check the bill."
                : "Check the bill to find out whether it is one of them, and which one.",
            provider: task.provider.id,
            localID: task.id
        )
    }

    private var sentence: String {
        let provider = task.provider.id
        if candidates.isEmpty {
            return samePrompt.isEmpty
                ? "\(provider) lists no task that could be \(task.id)"
                : "\(provider) lists no task that could be \(task.id), but its prompt with another time or model"
        }
        guard candidates.count == 1 else {
            return "\(provider) lists \(candidates.count) tasks that could be \(task.id)"
        }
        let doubt =
            if !rivals.isEmpty {
                "it could also be \(rivals.prefix(Self.maximumShown).map(\.rawValue).joined(separator: ", "))"
            } else if !isProven {
                "its prompt, model or time of creation is missing or differs"
            } else {
                "the list or the journal could not be read completely"
            }
        return "\(provider) lists one task that could be \(task.id), but \(doubt)"
    }

    /// `video_1 (2026-11-27T10:00:00Z, sora-2, “a paper boat”)`
    private static func line(_ row: TaskSnapshot, _ scrubbing: (String) -> String) -> String {
        func harmless(_ text: String, _ limit: Int) -> String { Redaction.singleLine(scrubbing(text), limit: limit) }
        let time = row.createdAt.flatMap { $0.isShowable ? $0.formatted(.iso8601) : nil } ?? "time unknown"
        let model = row.remote.model.map { harmless($0, 60) } ?? "model unknown"
        let prompt = row.prompt.map { "“\(harmless($0, 40))”" } ?? "prompt unknown"
        return "\(harmless(row.remote.id, 80)) (\(time), \(model), \(prompt))"
    }
}

extension Date {
    /// Whether a calendar can show the date. A provider can send any number.
    fileprivate var isShowable: Bool { (0..<253_402_300_800).contains(timeIntervalSince1970) }
}
