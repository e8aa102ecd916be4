extension VideoClient {
    /// Polls a failed or expired task once more, because some providers report a failure before the video is ready.
    /// - Returns: the task, `succeeded` or unchanged. A failed poll changes nothing.
    /// - Throws: ``VideoError`` with code `storageFailed`; `CancellationError`.
    func checkedAgain(_ task: VideoTask) async throws -> VideoTask {
        guard task.state == .failed || task.state == .expired, let remote = task.remote,
            let provider = try? provider(of: task)
        else { return task }
        let snapshot: TaskSnapshot
        do { snapshot = try await provider.status(of: remote, in: context()) } catch is VideoError { return task }
        guard snapshot.state == .succeeded else { return task }
        return try await journal.append(.status, to: task.id, note: snapshot.note) {
            if $0.isAttempt(remote.id, at: task.provider) { $0.merge(snapshot) }
        }
    }
}

extension VideoError {
    /// Returns the error with the facts of a task.
    func about(_ task: VideoTask) -> VideoError {
        var error = self
        error.provider = provider ?? task.provider.id
        error.localID = task.id
        error.taskID = taskID ?? task.remote?.id
        error.purchase = task.purchase
        return error
    }

    /// The error of a task that was never sent. A failure of the disk does not say so by itself.
    var tellingUnsent: VideoError {
        guard code == .storageFailed else { return self }
        var error = self
        error.advice = ["Nothing was sent.", advice].compactMap(\.self).joined(separator: " ")
        return error
    }

    /// The error of an operation that never submits, about a task that waits to be submitted.
    static func notSubmitted(_ task: VideoTask) -> VideoError {
        VideoError(
            .notSubmitted,
            "\(task.id) waits to be submitted.",
            advice: "Nothing was bought. Submit it, or cancel it."
        ).about(task)
    }
}
