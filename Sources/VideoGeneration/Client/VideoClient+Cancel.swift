extension VideoClient {
    /// Asks the provider to stop a task that is not made yet.
    ///
    /// A video that is made already is never cancelled: some providers take that as "delete", and it is paid. At such
    /// a provider (``ProviderInfo/cancelDeletesFinished``) the video may be made between the last look and the
    /// request, so nothing is sent unless the caller accepts that.
    /// - Parameters:
    ///   - id: the task.
    ///   - discard: whether the video may be deleted if it is made just now.
    /// - Returns: what became of the request; the task goes on unless it is `cancelled` or `deleted`.
    /// - Throws: ``VideoError``; `discardRequired` if `discard` is needed and false.
    @discardableResult
    public func cancel(_ id: VideoTask.ID, discard: Bool = false) async throws -> Cancellation {
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
        guard provider.info.canCancel else { return .unsupported }
        guard discard || !provider.info.cancelDeletesFinished else {
            throw VideoError(
                .discardRequired,
                "A cancel at \(task.provider.id) also deletes finished videos, and \(id) may be finished by now.",
                advice: "Nothing was sent. Cancel with `discard: true` if the video may be lost.",
                provider: task.provider.id,
                localID: id,
                taskID: remote.id
            )
        }
        let now = try await provider.status(of: remote, in: context())
        guard now.believableState?.isFinal != true else {
            try await journal.record(.status, of: id, note: now.note) { $0.merge(now) }
            return .refused
        }
        let answer = try await provider.cancel(remote, in: context())
        try await journal.record(.cancelled, of: id, note: "\(answer); before it \(now.note)") {
            let isOver = answer == .cancelled || answer == .deleted
            // Another process may have seen the video made, and may have it already.
            if isOver, $0.state.canBecome(.cancelled) { $0.state = .cancelled }
        }
        return answer
    }
}
