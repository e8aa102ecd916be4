extension VideoClient {
    /// Asks the provider to stop a task that is not made yet.
    ///
    /// A video that is made already is never cancelled: some providers take that as "delete", and it is paid.
    /// - Returns: what became of the wish; the task goes on unless it is `cancelled` or `deleted`.
    /// - Throws: ``VideoError``
    @discardableResult
    public func cancel(_ id: VideoTask.ID) async throws -> Cancellation {
        let task = try await known(id)
        guard let remote = task.remote, task.state == .queued || task.state == .running else {
            throw VideoError(
                .invalidRequest,
                "\(id) is \(task.state): there is nothing to cancel.",
                localID: id,
                taskID: task.remote?.id
            )
        }
        let provider = try provider(of: task)
        guard provider.provider.canCancel else { return .unsupported }
        let now = try await provider.status(of: remote)
        guard !now.state.isFinal else {
            try await journal.record(.status, of: id, note: now.note) { $0.take(now) }
            return .refused
        }
        let answer = try await provider.cancel(remote)
        try await journal.record(.cancelled, of: id, note: "\(answer)") {
            if answer == .cancelled || answer == .deleted { $0.state = .cancelled }
        }
        return answer
    }
}
