import VideoPlatform

extension VideoClient {
    // MARK: - Accepted tasks

    /// Records the provider's ID before the caller receives the task.
    func accept(_ snapshot: TaskSnapshot, _ log: any TaskLog, _ observe: VideoObserver?) async throws
        -> VideoTask
    {
        let accept = { (task: inout VideoTask) in
            task.merge(snapshot)
            // The earliest time by the provider's own clock.
            if task.remote?.createdAt == nil { task.remote?.createdAt = snapshot.respondedAt }
        }
        await log.keepAnswer(accept)
        let other = await journal.claim(snapshot.remote, for: log.task)
        do {
            let note = [snapshot.note, snapshot.warning].compactMap(\.self).joined(separator: ". ")
            let task = try await log.append(.accepted, note: note, accept)
            try await restoreIfRemoved(task, log, observe)
            observe?(.task(task))
            if let warning = snapshot.warning { observe?(.warning(task, warning)) }
            retryQuotas.deposit(at: task.provider.endpoint.origin)
            if let other { await warnAboutDuplicateRemoteID(of: other, task, log, observe) }
            return task
        } catch {
            let failure = error as? VideoError ?? VideoError(.storageFailed, "The journal failed: \(error).")
            throw await unrecordedAcceptance(failure, snapshot, log)
        }
    }

    /// Writes a task again if it was removed from the journal during the submit.
    private func restoreIfRemoved(_ task: VideoTask, _ log: any TaskLog, _ observe: VideoObserver?) async throws {
        guard try await !log.isVisible else { return }
        try await journal.adopt(task)
        // A program that synchronizes folders may have put an older copy in its place.
        if try await journal.task(task.id)?.remote?.id != task.remote?.id {
            try await journal.append(.adopted, to: task.id) { $0.mutableFields = task.mutableFields }
        }
        guard try await journal.task(task.id)?.remote?.id == task.remote?.id else {
            throw VideoError(.storageFailed, "The journal's file of \(task.id) was removed.")
        }
        let remote = task.remote.map { " The provider's ID is \(Redaction.singleLine($0.id, limit: 80))." } ?? ""
        observe?(
            .warning(
                task,
                "The journal's file of \(task.id) was removed during the submit. It was written again." + remote
            )
        )
    }

    /// Returns the error for an accepted task whose ID could not be written. The error contains the ID.
    private func unrecordedAcceptance(_ error: VideoError, _ snapshot: TaskSnapshot, _ log: any TaskLog) async
        -> VideoError
    {
        var error = error
        let id =
            snapshot.remote.id.isEmpty
            ? "a task without an ID" : Redaction.singleLine(snapshot.remote.id, limit: 2_048)
        error.message = "The provider accepted the request as \(id), which could not be recorded. \(error.message)"
        // The journal has kept the ID elsewhere, and says what follows.
        guard error.purchase != .made else { return error }
        error.advice =
            "The video is bought. Write this ID down. Once there is disk space, resolve \(log.task.id) with it."
        error.provider = log.task.provider.id
        error.localID = log.task.id
        error.taskID = snapshot.remote.id
        error.purchase = .made
        // If this cannot be written either, the outcome is read as unknown after this process has ended.
        _ = try? await log.append(.outcomeUnknown, note: error.message) { [error] in
            $0.state = .outcomeUnknown
            $0.failure = error
        }
        return error
    }

    /// Warns that the provider gave one ID to two tasks. Both tasks are kept, because only the bill shows
    /// whether two videos were bought.
    private func warnAboutDuplicateRemoteID(
        of other: VideoTask.ID,
        _ task: VideoTask,
        _ log: any TaskLog,
        _ observe: VideoObserver?
    ) async {
        guard let remote = task.remote else { return }
        let id = Redaction.singleLine(remote.id, limit: 80)
        let warning =
            "\(task.provider.id) gave \(task.id) the ID \(id), which \(other) already has. The provider may have made one video for both requests. Check the bill."
        // The ID itself is recorded already. A full disk may lose the warning.
        _ = try? await log.append(.duplicateID, note: warning) { _ in }
        observe?(.warning(task, warning))
    }

    // MARK: - Refused and unknown submits

    /// Records that a waiting task is not sent.
    func recordStop(_ reason: VideoError, _ log: any TaskLog) async -> VideoError {
        var failure = reason
        failure.localID = log.task.id
        failure.provider = log.task.provider.id
        do {
            try await log.append(.refused, note: failure.message) { [failure] in
                $0.state = failure.code == .cancelled ? .cancelled : .failed
                $0.failure = failure
            }
        } catch let error as VideoError {
            failure.message += " \(error.message)"
        } catch {}
        return failure
    }

    /// Records the failure of a submit.
    /// - Returns: the error to throw. It also holds if the disk fails: a task that is still `submitting` on disk is
    ///   later read as unknown, and never sent again.
    func recordFailure(_ failure: VideoError, _ log: any TaskLog, _ observe: VideoObserver?) async -> VideoError {
        let isUnknown = failure.purchase == .unknown
        do {
            let task = try await log.append(isUnknown ? .outcomeUnknown : .refused, note: failure.message) {
                $0.state = isUnknown ? .outcomeUnknown : .failed
                $0.failure = failure
                if failure.progress == .notSent { $0.submits -= 1 }
            }
            if isUnknown { try await restoreIfRemoved(task, log, observe) }
            observe?(.task(task))
            return failure
        } catch {
            var failure = failure
            failure.message += " This could not be recorded: \((error as? VideoError)?.message ?? "\(error)")"
            return failure
        }
    }

    /// Returns the failure of a submit as a ``VideoError``. Any other error may have occurred after the request was
    /// sent.
    static func submitFailure(_ error: any Error, _ task: VideoTask) -> VideoError {
        var failure =
            error as? VideoError
            ?? VideoError(
                .outcomeUnknown,
                "The submit ended without a response: \(error).",
                advice: VideoError.unknownAdvice
            )
        if failure.code == .outcomeUnknown || failure.purchase != .none {
            failure.code = .outcomeUnknown
            failure.purchase = .unknown
        }
        failure.provider = task.provider.id
        failure.localID = task.id
        return failure
    }
}
