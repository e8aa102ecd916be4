import VideoPlatform

extension VideoClient {
    /// Settles a purchase whose outcome is unknown. Nothing is ever sent again by this.
    ///
    /// With ``OutcomeResolution/askProvider`` a task of the provider's list is taken by itself only if the list echoes the
    /// order's own ID, or if prompt and model are the order's, the time of creation is within 300 s of the sending,
    /// and no other task and no other order fits. An ID that another task has or had is never taken.
    /// - Returns: the task, which may be waited for or is at its end.
    /// - Throws: ``VideoError``; `outcomeUnknown` if the provider's list does not settle it, with the tasks that may be
    ///   the one.
    @discardableResult
    public func resolve(_ id: VideoTask.ID, as resolution: OutcomeResolution) async throws -> VideoTask {
        let task = try await known(id)
        guard task.state == .outcomeUnknown else { throw settled(task) }
        switch resolution {
        case .taken(let remoteID):
            let remoteID = remoteID.trimmed
            let isPlain = !remoteID.unicodeScalars.contains(where: \.isInvisible)
            guard isPlain, !remoteID.isEmpty, remoteID.utf8.count <= 2_048 else {
                throw VideoError(.invalidRequest, "This is not the ID of a task.", localID: id)
            }
            try keepIDs(of: journal.tasks())
            try remoteIDs.refuse(remoteID, for: task)
            let snapshot = try await look(at: remoteID, for: task)
            try refuseGiven(remoteID, snapshot, for: task)
            return try await adopt(
                RemoteTask(id: remoteID),
                for: task,
                note: "said to be \(Redaction.singleLine(remoteID, limit: 80))"
            )
        case .notTaken:
            let settled = try await journal.record(.resolved, of: id, note: "said not to be taken") {
                // Another process may have settled it meanwhile; what is known is not unsaid.
                guard $0.state == .outcomeUnknown else { return }
                $0.state = .failed
                $0.failure = VideoError(
                    .notSent,
                    "The order was not taken.",
                    advice: "Nothing was bought. Order it again.",
                    localID: id
                )
            }
            await noteSettled(at: task.provider.endpoint)
            return settled
        case .askProvider:
            let row = try await found(task)
            return try await adopt(row.remote, for: task, note: "found in the provider's list: \(row.note)")
        }
    }

    /// Gives an ID to a task. The check that it is free and the write are under one lock, because the provider was
    /// asked since the last look.
    private func adopt(_ remote: RemoteTask, for task: VideoTask, note: String) async throws -> VideoTask {
        let adopted = try await remoteIDs.withClaim(remote.id, for: task) {
            var now = try current(task.id)
            if now.state == .outcomeUnknown {
                now = try await journal.record(.resolved, of: task.id, note: note) {
                    guard $0.state == .outcomeUnknown else { return }
                    // Whatever the list says, the next poll has the first word about the state.
                    $0.merge(TaskSnapshot(remote, .queued))
                }
            }
            guard now.remote?.id == remote.id else { throw settled(now) }
            return now
        }
        await noteSettled(at: task.provider.endpoint)
        return adopted
    }

    /// The task of the provider's list that is proven to be an order's.
    private func found(_ task: VideoTask) async throws -> TaskSnapshot {
        let provider = try provider(of: task)
        let search = try await TaskSearch.read(task, sentAt: journal.sentAt(task), provider, in: context(), clock)
        // After the list: whatever it shows was ordered before, and is in the journal if it was ordered with it.
        let tasks = try journal.tasks()
        try keepIDs(of: tasks)
        let match = search.match
        var own: [TaskSnapshot] = []
        var free: [TaskSnapshot] = []
        for row in search.rows where match.isPossible(row) || match.isEchoed(by: row) || match.hasPrompt(of: row) {
            let owner = try remoteIDs.owner(of: row.remote.id, at: task.provider.endpoint)
            guard owner == nil || owner == task.id else { continue }
            free.append(row)
            // The process that claimed it for this order ended before it could write it down.
            if owner == task.id || match.isEchoed(by: row) { own.append(row) }
        }
        if own.count == 1 { return own[0] }
        var unsettled = UnsettledSearch(task, own.isEmpty ? free.filter(match.isPossible) : own)
        if unsettled.candidates.count == 1, let row = unsettled.candidates.first {
            unsettled.rivals = try search.rivals(of: row, in: journal, tasks)
            unsettled.isProven = match.isProven(by: row)
            unsettled.isWhole = try search.isWhole && journal.unreadable(besides: tasks).isEmpty
            if unsettled.isSettled { return row }
        }
        unsettled.samePrompt = free
        throw unsettled.error { provider.credential?.scrubbing($0) ?? $0 }
    }

    /// Takes in whatever the index lacks, such as the tasks of a version without it.
    private func keepIDs(of tasks: [VideoTask]) throws {
        try journal.storing("write the index of the providers' IDs") { try remoteIDs.keep(tasks) }
    }

    private func settled(_ task: VideoTask) -> VideoError {
        VideoError(
            .invalidRequest,
            "\(task.id) is \(task.state): there is nothing to resolve.",
            localID: task.id,
            taskID: task.remote?.id
        )
    }

    /// What the provider says about an ID that a person gave; nil if it cannot tell now, and the person is believed.
    ///
    /// An ID that it does not know is refused: recording a mistyped one would make the real task unreachable.
    private func look(at remoteID: String, for task: VideoTask) async throws -> TaskSnapshot? {
        do {
            return try await provider(of: task).status(of: RemoteTask(id: remoteID), in: context())
        } catch let error as VideoError where error.saysTaskIsUnknown {
            var error = error
            error.message = "\(task.provider.id) knows no task \(Redaction.singleLine(remoteID, limit: 80))."
            error.advice =
                "\(task.id) stays unknown. Check the ID, and that the key is that of the purchase."
            error.localID = task.id
            throw error
        } catch is VideoError {
            return nil
        }
    }

    /// Refuses an ID that may be that of an order which is being sent at this moment: its response may be on the way.
    private func refuseGiven(_ remoteID: String, _ snapshot: TaskSnapshot?, for task: VideoTask) throws {
        let row = snapshot ?? TaskSnapshot(RemoteTask(id: remoteID), .running)
        let other = try journal.tasks().first {
            $0.id != task.id && $0.state == .submitting && $0.provider.endpoint.origin == task.provider.endpoint.origin
                && OrderMatch.isPossible(row, for: $0)
        }
        let id = Redaction.singleLine(remoteID, limit: 80)
        if let other {
            throw VideoError(
                .busy,
                "\(other.id) is being ordered at this moment, and \(id) may be its ID.",
                advice: "\(task.id) stays as it is. Try again when \(other.id) has its response.",
                localID: task.id,
                taskID: remoteID
            )
        }
        guard row.ownID == nil || row.ownID == task.ownID else {
            throw VideoError(
                .invalidRequest,
                "\(task.provider.id) says that \(id) was made for another order than \(task.id).",
                advice: "\(task.id) stays as it is. Check the ID.",
                localID: task.id,
                taskID: remoteID
            )
        }
    }
}

extension VideoError {
    /// Whether a provider says that it has no such task, and not that it has no such address.
    fileprivate var saysTaskIsUnknown: Bool {
        guard code == .taskNotFound else { return false }
        guard httpStatus == 404 else { return true }
        let words = message.lowercased()
        let isPage = words.hasPrefix("<") || words.hasPrefix("404")
        return !isPage && !["not found", "page not found"].contains(words) && !words.hasPrefix("invalid url")
            && !words.hasPrefix("cannot get ")
    }
}
