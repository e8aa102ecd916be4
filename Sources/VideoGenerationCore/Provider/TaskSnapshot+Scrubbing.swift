extension TaskSnapshot {
    /// Returns the snapshot without the key, in case the server repeated it, so that it can be stored and shown.
    ///
    /// Control characters are removed from words. IDs keep all other characters, because later requests contain them.
    /// Code that prints an ID uses ``Redaction/singleLine(_:limit:)``, and JSON escapes it. Links are unchanged,
    /// because they are not stored.
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
    /// Returns the task without the key, in case the server repeated it.
    func scrubbed(by credential: Credential?) -> RemoteTask {
        var task = self
        task.model = model.map { Redaction.harmless(credential?.scrubbing($0) ?? $0) }
        guard let credential else { return task }
        task.id = credential.scrubbing(id)
        task.fileID = fileID.map(credential.scrubbing)
        task.pollingURL = pollingURL.map(credential.scrubbing)
        task.resultURL = resultURL.map(credential.scrubbing)
        task.cancelURL = cancelURL.map(credential.scrubbing)
        task.kind = kind.map(credential.scrubbing)
        task.output = output.map(credential.scrubbing)
        return task
    }

    /// Returns the task with the IDs as the server sent them, for a request to the server. The URLs are not
    /// restored, because they may lead to another server.
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
    /// Returns the error without the key, in case the server repeated it.
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
