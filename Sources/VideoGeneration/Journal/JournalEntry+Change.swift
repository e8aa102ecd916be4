import VideoPlatform

extension JournalEntry {
    /// Changes a task, and creates the entry that records the change.
    /// - Parameters:
    ///   - sequence: the position of the entry.
    ///   - now: the time of the entry.
    ///   - isWhole: whether the entry holds the whole task.
    ///   - task: the task before the entry. It is unchanged if this throws.
    /// - Throws: ``VideoError`` with code `storageFailed` if the change is not a legal move.
    package init(
        _ header: Header,
        _ sequence: Int,
        at now: Date,
        isWhole: Bool,
        of task: inout VideoTask,
        _ change: (inout VideoTask) -> Void
    ) throws(VideoError) {
        var next = task
        change(&next)
        let isNewAttempt = header.event == .attempt && task.canBeginAgain && next.state == .intent
        guard task.state.canBecome(next.state) || isNewAttempt else {
            throw VideoError(
                .storageFailed,
                "A task cannot change from \(task.state) to \(next.state).",
                advice: "The task stays \(task.state)."
            )
        }
        next.updatedAt = now
        if task.state != .submitting, next.state == .submitting { next.submittedAt = now }
        next.roundMoments()
        task = next
        self.init(
            sequence: sequence,
            at: next.updatedAt,
            event: header.event,
            note: header.note,
            standing: next.mutableFields,
            task: isWhole ? next : nil
        )
    }
}
