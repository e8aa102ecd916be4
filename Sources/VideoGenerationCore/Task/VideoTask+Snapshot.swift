extension VideoTask {
    /// Updates the task from a provider's response.
    ///
    /// Known facts are kept: an ID stays, progress does not decrease, and a provider that revokes a final state is not
    /// believed.
    package mutating func merge(_ snapshot: TaskSnapshot) {
        guard let next = snapshot.believableState.map(State.init) else { return }
        // Another process may have stored the video before the provider reported its charge.
        if let amount = snapshot.charge, amount.isPlausible { charge = amount }
        guard state.canBecome(next) else { return }
        state = next
        isProvisional = snapshot.isProvisional
        var remote = snapshot.remote
        if remote.id.isEmpty, let id = self.remote?.id { remote.id = id }
        remote.output = self.remote?.output ?? remote.output
        remote.createdAt = self.remote?.createdAt ?? remote.createdAt
        remote.fileID = remote.fileID ?? self.remote?.fileID
        remote.pollingURL = remote.pollingURL ?? self.remote?.pollingURL
        remote.resultURL = remote.resultURL ?? self.remote?.resultURL
        remote.cancelURL = remote.cancelURL ?? self.remote?.cancelURL
        remote.model = remote.model ?? self.remote?.model
        remote.kind = remote.kind ?? self.remote?.kind
        remote.model = remote.model.map(Redaction.harmless)
        self.remote = remote
        rawStatus = snapshot.rawStatus.map { Redaction.singleLine($0, limit: 60) }
        if let fraction = snapshot.progress { progress = max(progress ?? 0, min(max(fraction, 0), 1)) }
        if next == .succeeded { progress = 1 }
        var failure = snapshot.failure
        failure?.localID = id
        self.failure = failure
    }
}

extension TaskSnapshot {
    /// The state that a task may adopt from this snapshot; nil if a final state has to be reported again.
    package var believableState: RemoteState? {
        if isWithoutOutput { return .succeeded }
        return doubt == nil ? state : nil
    }

    /// Whether the provider says that the video is made and gives no output.
    package var isWithoutOutput: Bool {
        doubt == .withoutOutput || doubt == nil && state == .failed && failure?.code == .outputMissing
    }

    /// A summary of the response for the journal.
    package var note: String {
        let percent = progress.map { " \(Int((min(max($0, 0), 1) * 100).rounded())) %" } ?? ""
        let word = rawStatus.map { " (\(Redaction.singleLine($0, limit: 60)))" } ?? ""
        return "\(state)\(word)\(percent)"
    }
}
