import VideoPlatform

/// The result of asking a provider for the task with one own ID.
enum LookUp {
    /// The only task that repeats the ID, and that no other task of the journal has or had.
    case found(TaskSnapshot)
    /// Nothing is proven. The error is for a provider without a list; nil if the provider cannot look tasks up.
    case nothing(VideoError?)
}

extension VideoClient {
    /// Asks the provider for a task by the own ID that was sent with its submit.
    ///
    /// Only a task that repeats the ID is believed. That there is none proves nothing, because the provider may know the
    /// task a little later.
    /// - Throws: ``VideoError`` with code `outcomeUnknown` if several tasks repeat the ID; `CancellationError`.
    func lookUp(_ task: VideoTask, at provider: any VideoGenerating) async throws -> LookUp {
        let rows: [TaskSnapshot]
        do {
            guard task.sendsOwnID(to: provider.info),
                let found = try await provider.lookUp(task.ownID, of: task.request, in: context())
            else { return .nothing(nil) }
            rows = found
        } catch let error as VideoError {
            return .nothing(.unsettled(task, "could not be asked for it by its own ID: \(error.message.asSentence)"))
        }
        var known: Set<String> = []
        let own = rows.filter { $0.ownID == task.ownID && known.insert($0.remote.id).inserted }
        guard own.count < 2 else {
            throw UnsettledSearch(task, own).error { provider.credential?.scrubbing($0) ?? $0 }
        }
        guard let row = own.first, !row.remote.id.isEmpty else {
            let sentence = rows.isEmpty ? "knows no task with its own ID" : "returned only tasks without its own ID"
            return .nothing(.unsettled(task, "\(sentence). This proves nothing, because the task may appear later."))
        }
        // The journal is read after the response, so that it contains every task of this journal at the provider.
        try await journal.keepClaims(of: journal.tasks())
        guard let owner = try await journal.owner(of: row.remote.id, at: task.provider.endpoint), owner != task.id
        else {
            return .found(row)
        }
        let id = Redaction.singleLine(row.remote.id, limit: 80)
        return .nothing(.unsettled(task, "returned \(id) for its own ID, which \(owner) has or had."))
    }
}

extension VideoError {
    /// Creates the error of a look-up that does not settle an unknown outcome.
    fileprivate static func unsettled(_ task: VideoTask, _ reason: String) -> VideoError {
        VideoError(
            .outcomeUnknown,
            "The outcome of \(task.id) stays unknown: \(task.provider.id) \(reason)",
            advice: "Check the bill, or ask the provider again later.",
            provider: task.provider.id,
            localID: task.id,
            purchase: .unknown
        )
    }
}
