extension VideoClient {
    /// Asks about a task once more that the provider called failed or expired, and takes its video if it is there after
    /// all.
    /// - Returns: the task, `succeeded` or as it was. A poll that goes wrong changes nothing.
    /// - Throws: ``VideoError`` with code `storageFailed`; `CancellationError`.
    func askedOnceMore(_ task: VideoTask) async throws -> VideoTask {
        guard task.state == .failed || task.state == .expired, let remote = task.remote,
            let provider = try? provider(of: task)
        else { return task }
        let snapshot: TaskSnapshot
        do { snapshot = try await provider.status(of: remote, in: context()) } catch is VideoError { return task }
        guard snapshot.state == .succeeded else { return task }
        return try await journal.record(.status, of: task.id, note: snapshot.note) { $0.merge(snapshot) }
    }
}

extension VideoTask {
    /// What is known about the purchase of this task.
    package var purchase: VideoError.Purchase {
        switch state {
        case .submitting, .outcomeUnknown: .unknown
        default: remote != nil ? .made : failure?.purchase ?? .none
        }
    }
}

extension VideoError {
    /// The same error as one about a task.
    func about(_ task: VideoTask) -> VideoError {
        var error = self
        error.provider = provider ?? task.provider.id
        error.localID = task.id
        error.taskID = taskID ?? task.remote?.id
        error.purchase = task.purchase
        return error
    }
}
