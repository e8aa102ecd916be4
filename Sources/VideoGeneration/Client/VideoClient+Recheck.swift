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
        return try await journal.append(.status, to: task.id, note: snapshot.note) { $0.merge(snapshot) }
    }
}

extension VideoTask {
    /// Whether the video of the task was bought.
    package var purchase: VideoError.Purchase {
        switch state {
        case .submitting, .outcomeUnknown: .unknown
        default: remote != nil ? .made : failure?.purchase ?? .none
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
}
