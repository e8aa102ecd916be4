extension VideoTask {
    /// Takes over what the provider said.
    ///
    /// What is known already is not given up: an id stays, progress does not go back, and a provider that
    /// goes back on a final state is not believed.
    mutating func take(_ snapshot: TaskSnapshot) {
        let next = State(snapshot.state)
        guard state.canBecome(next) else { return }
        state = next
        var remote = snapshot.remote
        remote.fileID = remote.fileID ?? self.remote?.fileID
        remote.pollingURL = remote.pollingURL ?? self.remote?.pollingURL
        remote.model = remote.model ?? self.remote?.model
        remote.kind = remote.kind ?? self.remote?.kind
        remote.model = remote.model.map(Redaction.harmless)
        self.remote = remote
        rawStatus = snapshot.rawStatus.map { Redaction.singleLine($0, limit: 60) }
        if let told = snapshot.progress { progress = max(progress ?? 0, min(max(told, 0), 1)) }
        if next == .succeeded { progress = 1 }
        var failure = snapshot.failure
        failure?.localID = id
        self.failure = failure
    }
}

extension TaskSnapshot {
    /// What the answer said, for the journal.
    var note: String {
        let percent = progress.map { " \(Int((min(max($0, 0), 1) * 100).rounded())) %" } ?? ""
        let word = rawStatus.map { " (\(Redaction.singleLine($0, limit: 60)))" } ?? ""
        return "\(state)\(word)\(percent)"
    }
}
