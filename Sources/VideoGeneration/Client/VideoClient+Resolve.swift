import VideoPlatform

extension VideoClient {
    /// Settles a purchase whose outcome is unknown. Nothing is ever sent again by this.
    /// - Returns: the task, which may be waited for or is at its end.
    /// - Throws: ``VideoError``; `outcomeUnknown` where the provider's list does not settle it.
    @discardableResult
    public func resolve(_ id: VideoTask.ID, as resolution: Resolution) async throws -> VideoTask {
        let task = try await known(id)
        guard task.state == .outcomeUnknown else {
            throw VideoError(
                .invalidRequest,
                "\(id) is \(task.state): there is nothing to resolve.",
                localID: id,
                taskID: task.remote?.id
            )
        }
        switch resolution {
        case .taken(let remoteID):
            guard !remoteID.isEmpty, remoteID.utf8.count <= 1024 else {
                throw VideoError(.invalidRequest, "That is no id of a task.", localID: id)
            }
            try refuseClaimed(remoteID, by: task)
            try await refuseStrange(remoteID, for: task)
            return try await adopt(
                RemoteTask(id: remoteID),
                for: task,
                note: "said to be \(Redaction.singleLine(remoteID, limit: 80))"
            )
        case .notTaken:
            return try await journal.record(.resolved, of: id, note: "said not to be taken") {
                // Somebody else may have settled it meanwhile; what is known is not unsaid.
                guard $0.state == .outcomeUnknown else { return }
                $0.state = .failed
                $0.failure = VideoError(
                    .notSent,
                    "The order was not taken.",
                    advice: "Nothing was bought. Order it again.",
                    localID: id
                )
            }
        case .askProvider:
            let found = try await candidates(for: task)
            guard found.count == 1, let snapshot = found.first else { throw unsettled(task, found) }
            return try await adopt(
                snapshot.remote,
                for: task,
                note: "found in the provider's list: \(snapshot.note)"
            )
        }
    }

    private func adopt(_ remote: RemoteTask, for task: VideoTask, note: String) async throws -> VideoTask {
        try await remoteIDs.withClaim(remote.id, for: task) {
            try await journal.record(.resolved, of: task.id, note: note) {
                guard $0.state == .outcomeUnknown else { return }
                // Whatever the list says, the next poll has the first word about where it stands.
                $0.take(TaskSnapshot(remote, .queued))
            }
        }
    }

    /// How much the provider's clock and ours may differ.
    private static let clockSkew: TimeInterval = 300
    /// How many pages of a list are read at most.
    private static let maximumPages = 20

    /// The provider's tasks that may be this one: made at the time, by the model, with the prompt, and not
    /// known as another task already.
    private func candidates(for task: VideoTask) async throws -> [TaskSnapshot] {
        let provider = try provider(of: task)
        let others = Set(
            try journal.tasks().filter { $0.provider.endpoint == task.provider.endpoint }.compactMap(
                \.remote?.id
            )
        )
        // The wall clock may have been set back in between.
        let (first, last) = (min(task.createdAt, task.updatedAt), max(task.createdAt, task.updatedAt))
        let window = first.addingTimeInterval(-Self.clockSkew)...last.addingTimeInterval(Self.clockSkew)
        var listing = TaskListing()
        var found: [TaskSnapshot] = []
        for _ in 0..<Self.maximumPages {
            let page = try await provider.list(listing)
            found += page.tasks.filter { candidate in
                !others.contains(candidate.remote.id)
                    && candidate.createdAt.map(window.contains) ?? false
                    && (candidate.remote.model == nil || task.model == nil
                        || candidate.remote.model == task.model)
                    && (candidate.prompt == nil || candidate.prompt == task.request.prompt)
            }
            guard let next = page.next, page.tasks.last?.createdAt.map({ $0 >= window.lowerBound }) ?? true
            else { break }
            listing.after = next
        }
        let certain = found.filter { $0.prompt != nil }
        return certain.isEmpty ? found : certain
    }

    private func refuseClaimed(_ remoteID: String, by task: VideoTask) throws {
        let twin = try journal.tasks().first {
            $0.id != task.id && $0.remote?.id == remoteID && $0.provider.endpoint == task.provider.endpoint
        }
        if let twin {
            throw VideoError(
                .invalidRequest,
                "That id belongs to \(twin.id) already.",
                advice: "\(task.id) stays as it is.",
                localID: task.id,
                taskID: remoteID
            )
        }
    }

    /// An id that the provider does not know is a slip of the pen, and would hide the right one for ever.
    private func refuseStrange(_ remoteID: String, for task: VideoTask) async throws {
        do {
            _ = try await provider(of: task).status(of: RemoteTask(id: remoteID))
        } catch let error as VideoError where error.code == .taskNotFound {
            var error = error
            error.message = "\(task.provider.id) knows no task \(Redaction.singleLine(remoteID, limit: 80))."
            error.advice =
                "\(task.id) stays unknown. Look at the id again, and whether the key is that of the purchase."
            error.localID = task.id
            throw error
        } catch is VideoError {
            // It cannot be asked now; whoever looked is believed.
        }
    }

    private func unsettled(_ task: VideoTask, _ found: [TaskSnapshot]) -> VideoError {
        let ids = found.prefix(5).map { Redaction.singleLine($0.remote.id, limit: 80) }.joined(
            separator: ", "
        )
        return VideoError(
            .outcomeUnknown,
            found.isEmpty
                ? "\(task.provider.id) lists no task that could be \(task.id)."
                : "\(task.provider.id) lists \(found.count) tasks that could be \(task.id): \(ids).",
            advice: found.isEmpty
                ? "It was probably not taken; a list may lag behind, so look at the bill before you say so."
                : "Say which one it is.",
            provider: task.provider.id,
            localID: task.id
        )
    }
}
