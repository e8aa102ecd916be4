import VideoPlatform

extension VideoClient {
    /// Settles a task with an unknown outcome. It never sends the request again.
    ///
    /// With ``OutcomeResolution/askProvider``, the provider is asked for the task by its own ID if its API can do that.
    /// The only task that repeats the ID is adopted. Otherwise, a row of the provider's list is adopted only if it
    /// contains the task's own ID, or if its prompt and model match, its time of creation is within 300 s of the submit, and neither another row
    /// nor another task matches. Nothing is sent if the video itself came with the response to the submit and is in the
    /// journal's folder. An ID that another task has or had is never adopted.
    /// - Returns: the task, which can be waited for or has failed.
    /// - Throws: ``VideoError``, with code `outcomeUnknown` and the possible tasks if the provider does not settle it; `CancellationError`.
    @discardableResult
    public func resolve(_ id: VideoTask.ID, as resolution: OutcomeResolution) async throws -> VideoTask {
        let task = try await journal.syncedTask(id)
        guard task.state == .outcomeUnknown else { throw alreadySettled(task) }
        switch resolution {
        case .taken(let remoteID):
            let remoteID = remoteID.trimmed
            let isPlain = !remoteID.unicodeScalars.contains(where: \.isInvisible)
            guard isPlain, !remoteID.isEmpty, remoteID.utf8.count <= 2_048 else {
                throw VideoError(.invalidRequest, "This is not the ID of a task.", localID: id)
            }
            try await journal.keepClaims(of: journal.tasks())
            try await journal.ensureUnclaimed(remoteID, for: task)
            guard !task.hadEarlier(remoteID) else { throw VideoError.claimed(remoteID, by: id, for: task) }
            let snapshot = try await verifiedSnapshot(of: remoteID, for: task)
            try await ensureNotInSubmit(remoteID, snapshot, for: task)
            return try await adopt(
                try provider(of: task).reference(to: remoteID, of: task.request),
                for: task,
                note: "resolved by the caller as \(Redaction.singleLine(remoteID, limit: 80))"
            )
        case .notTaken:
            let settled = try await journal.append(.resolved, to: id, note: "resolved by the caller as not accepted") {
                // Another process may have settled it since.
                guard $0.state == .outcomeUnknown else { return }
                $0.state = .failed
                $0.failure = VideoError(
                    .notSent,
                    "The provider did not accept the request.",
                    advice: "Nothing was bought. Submit it again.",
                    localID: id
                )
            }
            await journal.noteSettled(at: task.provider.endpoint)
            return settled
        case .askProvider where PartFile.isReceived(id, in: journal.partsFolder, disk):
            var remote = RemoteTask(id: "")
            remote.output = RemoteTask.receivedOutput
            let settled = try await journal.append(.resolved, to: id, note: "the response contained the video") {
                guard $0.state == .outcomeUnknown else { return }
                $0.merge(TaskSnapshot(remote, .succeeded))
            }
            await journal.noteSettled(at: task.provider.endpoint)
            return settled
        case .askProvider:
            let (row, place) = try await provenRow(of: task)
            return try await adopt(row.remote, for: task, note: "found \(place): \(row.note)")
        }
    }

    /// Gives an ID to a task. The check that no other task has it and the write are one step, because other processes
    /// continued during the request to the provider.
    private func adopt(_ remote: RemoteTask, for task: VideoTask, note: String) async throws -> VideoTask {
        let adopted = try await journal.withClaim(of: remote.id, for: task) {
            var now = try await journal.existingTask(task.id)
            if now.state == .outcomeUnknown {
                now = try await journal.append(.resolved, to: task.id, note: note) {
                    guard $0.state == .outcomeUnknown else { return }
                    // The next poll determines the state, whatever the list says.
                    $0.merge(TaskSnapshot(remote, .queued))
                }
            }
            guard now.remote?.id == remote.id else { throw alreadySettled(now) }
            return now
        }
        await journal.noteSettled(at: task.provider.endpoint)
        return adopted
    }

    /// Returns the provider's task that is proven to be a task of the journal, and how it was found.
    private func provenRow(of task: VideoTask) async throws -> (TaskSnapshot, place: String) {
        let provider = try provider(of: task)
        let lookUp = try await lookUp(task, at: provider)
        if case .found(let row) = lookUp { return (row, "by the task's own ID") }
        do { return (try await listedRow(of: task, at: provider), "in the provider's list") } catch let error
            as VideoError
            where error.code == .unsupported
        {
            guard case .nothing(let reason?) = lookUp else { throw error }
            throw reason
        }
    }

    /// Returns the row of the provider's list that is proven to be a task.
    private func listedRow(of task: VideoTask, at provider: any VideoGenerating) async throws -> TaskSnapshot {
        let search = try await TaskSearch.read(
            task,
            sentAt: try await journal.sentAt(task),
            provider,
            in: context(),
            clock
        )
        // The journal is read after the list, so that it contains every task of this journal in the list.
        let tasks = try await journal.tasks()
        try await journal.keepClaims(of: tasks)
        let match = search.match
        var own: [TaskSnapshot] = []
        var free: [TaskSnapshot] = []
        for row in search.rows where match.isPossible(row) || match.isEchoed(by: row) || match.hasPrompt(of: row) {
            let owner = try await journal.owner(of: row.remote.id, at: task.provider.endpoint)
            guard !task.hadEarlier(row.remote.id) else { continue }
            guard owner == nil || owner == task.id else { continue }
            free.append(row)
            // A process that claimed the ID for this task ended before it could record it.
            if owner == task.id || match.isEchoed(by: row) { own.append(row) }
        }
        if own.count == 1 { return own[0] }
        var unsettled = UnsettledSearch(task, own.isEmpty ? free.filter(match.isPossible) : own)
        if unsettled.candidates.count == 1, let row = unsettled.candidates.first {
            unsettled.rivals = try await search.rivals(of: row, in: journal, tasks)
            unsettled.isProven = match.isProven(by: row)
            let unreadable = try await journal.unreadable(besides: tasks)
            unsettled.isWhole = search.isWhole && unreadable.isEmpty
            if unsettled.isSettled { return row }
        }
        unsettled.samePrompt = free
        throw unsettled.error { provider.credential?.scrubbing($0) ?? $0 }
    }

    private func alreadySettled(_ task: VideoTask) -> VideoError {
        VideoError(
            .invalidRequest,
            "\(task.id) is \(task.state), so its outcome is known already.",
            localID: task.id,
            taskID: task.remote?.id
        )
    }

    /// Returns the provider's snapshot of an ID that the caller gave; nil if the provider cannot be reached
    /// now. The caller is then trusted.
    ///
    /// An ID that the provider does not know is refused. Recording a mistyped ID would make the real task unreachable.
    private func verifiedSnapshot(of remoteID: String, for task: VideoTask) async throws -> TaskSnapshot? {
        do {
            let provider = try provider(of: task)
            return try await provider.status(of: provider.reference(to: remoteID, of: task.request), in: context())
        } catch let error as VideoError where error.saysTaskIsUnknown {
            var error = error
            error.message = "\(task.provider.id) knows no task \(Redaction.singleLine(remoteID, limit: 80))."
            error.advice =
                "The outcome of \(task.id) stays unknown. Check the ID, and that the key belongs to the account of the submit."
            error.localID = task.id
            throw error
        } catch is VideoError {
            return nil
        }
    }

    /// Refuses an ID that may belong to a task whose submit is in progress, or that was made for another task.
    private func ensureNotInSubmit(
        _ remoteID: String,
        _ snapshot: TaskSnapshot?,
        for task: VideoTask
    ) async throws(VideoError) {
        let row = snapshot ?? TaskSnapshot(RemoteTask(id: remoteID), .running)
        let provider = try provider(of: task).info
        let other = try await journal.tasks().first {
            $0.id != task.id && $0.state == .submitting && $0.provider.endpoint.origin == task.provider.endpoint.origin
                && TaskMatch.isPossible(row, for: $0, at: provider)
        }
        let id = Redaction.singleLine(remoteID, limit: 80)
        if let other {
            throw VideoError(
                .busy,
                "\(other.id) is being submitted at this moment, and \(id) may be its ID.",
                advice: "\(task.id) is unchanged. Try again when the submit of \(other.id) has ended.",
                localID: task.id,
                taskID: remoteID
            )
        }
        guard row.ownID == nil || row.ownID == task.echoedID(by: provider) else {
            throw VideoError(
                .invalidRequest,
                "\(task.provider.id) reports that \(id) was made for another request than \(task.id).",
                advice: "\(task.id) is unchanged. Check the ID.",
                localID: task.id,
                taskID: remoteID
            )
        }
    }
}

extension VideoTask {
    /// Whether an earlier attempt of the task had an ID at the provider of the current one.
    fileprivate func hadEarlier(_ remoteID: String) -> Bool {
        earlierAttempts.contains { $0.remoteID == remoteID && $0.provider.endpoint == provider.endpoint }
    }
}
