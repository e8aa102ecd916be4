extension TaskSnapshot {
    /// What a server said, fit to be kept and shown: without the key, wherever the server repeated it.
    ///
    /// Words are made harmless. Ids keep every other character, because the server is asked with them again. Code that
    /// prints one takes ``Redaction/singleLine(_:limit:)``, and JSON has escapes for it. Links are left as they are:
    /// they are not kept.
    func scrubbed(by credential: Credential?) -> TaskSnapshot {
        var snapshot = self
        snapshot.remote = remote.scrubbed(by: credential)
        snapshot.rawStatus = rawStatus.map { Redaction.harmless(credential?.scrubbing($0) ?? $0) }
        snapshot.prompt = prompt.map { credential?.scrubbing($0) ?? $0 }
        snapshot.warning = warning.map { Redaction.harmless(credential?.scrubbing($0) ?? $0) }
        snapshot.failure = failure?.scrubbed(by: credential)
        return snapshot
    }
}

extension RemoteTask {
    func scrubbed(by credential: Credential?) -> RemoteTask {
        var task = self
        task.model = model.map { Redaction.harmless(credential?.scrubbing($0) ?? $0) }
        guard let credential else { return task }
        task.id = credential.scrubbing(id)
        task.fileID = fileID.map(credential.scrubbing)
        task.pollingURL = pollingURL.map(credential.scrubbing)
        task.kind = kind.map(credential.scrubbing)
        task.output = output.map(credential.scrubbing)
        return task
    }

    /// The ids as the server gave them, to ask it with. Not the polling URL: it may lead elsewhere.
    func restored(by credential: Credential?) -> RemoteTask {
        guard let credential else { return self }
        var task = self
        task.id = credential.restoring(id)
        task.fileID = fileID.map(credential.restoring)
        task.output = output.map(credential.restoring)
        return task
    }
}

extension VideoError {
    /// The same without the key, wherever a server repeated it.
    func scrubbed(by credential: Credential?) -> VideoError {
        var error = self
        func clean(_ text: String?) -> String? { text.map { Redaction.harmless(credential?.scrubbing($0) ?? $0) } }
        error.message = clean(message) ?? message
        error.advice = clean(advice)
        error.providerCode = clean(providerCode)
        error.requestID = clean(requestID)
        error.taskID = taskID.map { credential?.scrubbing($0) ?? $0 }
        return error
    }
}
