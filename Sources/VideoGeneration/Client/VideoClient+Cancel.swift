extension VideoClient {
    /// Asks the provider to cancel a task that has not ended.
    ///
    /// A finished video is never cancelled, because some providers treat that as a deletion, and the video is paid for.
    /// At such a provider (``VideoDialect/cancelDeletesFinished``), the video may be finished between the last poll and
    /// the cancel request, so nothing is sent unless the caller accepts that.
    /// - Parameters:
    ///   - id: the task.
    ///   - discard: whether the video may be deleted if it is finished at this moment.
    /// - Returns: the result of the cancel request. The task continues unless it is `cancelled` or `deleted`.
    /// - Throws: ``VideoError``, with code `discardRequired` if `discard` is necessary and false; `CancellationError`.
    @discardableResult
    public func cancel(_ id: VideoTask.ID, discard: Bool = false) async throws -> Cancellation {
        let task = try await journal.syncedTask(id)
        if task.state == .intent { return try await cancelWaiting(id) }
        guard let remote = task.remote, task.state == .queued || task.state == .running else {
            throw VideoError(
                .invalidRequest,
                "\(id) is \(task.state) and cannot be cancelled.",
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
            try await journal.append(.status, to: id, note: now.note) {
                if $0.isAttempt(remote.id, at: task.provider) { $0.merge(now) }
            }
            return .refused
        }
        let cancellation = try await provider.cancel(remote, in: context())
        try await journal.append(.cancelled, to: id, note: "\(cancellation); before it \(now.note)") {
            let isOver = cancellation == .cancelled || cancellation == .deleted
            // Another process may have recorded the finished video, and may have saved it.
            if isOver, $0.isAttempt(remote.id, at: task.provider), $0.state.canBecome(.cancelled) {
                $0.state = .cancelled
            }
        }
        return cancellation
    }

    /// Ends a task that waits to be submitted.
    private func cancelWaiting(_ id: VideoTask.ID) async throws -> Cancellation {
        let task = try await journal.append(.cancelled, to: id, note: "cancelled before it was sent") {
            // Another process may have sent it since.
            guard $0.state == .intent else { return }
            $0.state = .cancelled
            $0.failure = VideoError(
                .cancelled,
                "The task was canceled before it was sent.",
                advice: "Nothing was bought.",
                localID: id
            )
        }
        queue.recall(id)
        return task.state == .cancelled ? .cancelled : .refused
    }
}
