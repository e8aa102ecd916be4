/// The record of one task's download in the client's journal. It gets fresh links from the task's provider.
struct TaskDownloadJournal: DownloadJournal {
    let client: VideoClient
    let provider: any VideoGenerating
    let remote: RemoteTask
    /// The task as it was before the download, with the new destination.
    let task: VideoTask
    /// Whether the task was stored before and its file is missing now.
    let isRepeat: Bool
    /// Whether the destination differs from the one in the journal. If it doesn't, no later step depends on the record.
    let isNewDestination: Bool
    /// The outputs that the provider reported last.
    let given = GivenOutputs()

    func previousResult() async throws -> StoredVideo? { try await client.journal.task(task.id)?.file }

    // The destination of a download that another process is running is for that process to record. The part's lock
    // excludes that.
    func willFetch() async throws -> DownloadDecision {
        let isRecorded = !isNewDestination && task.file != nil && !isRepeat
        if isRecorded { return .proceed }
        let current = try await client.journal.append(
            .downloading,
            to: task.id,
            note: task.destination,
            synced: isNewDestination
        ) {
            guard $0.state == .succeeded || isRepeat else { return }
            ($0.destination, $0.replacesFile) = (task.destination, task.replacesFile)
        }
        return current.state == .stored && !isRepeat ? .alreadyStored(current) : .proceed
    }

    func didVerify(_ video: StoredVideo) async throws {
        try await client.journal.append(.verified, to: task.id) {
            guard $0.isAttempt(task.remote?.id, at: task.provider) else { return }
            ($0.file, $0.destination) = (video, video.path)
        }
    }

    func freshOutputs() async throws -> [VideoOutput] {
        try await client.chargeFileFee(of: task.id, at: provider.info)
        let outputs = try await provider.outputs(of: remote, in: client.context())
        given.outputs = outputs
        return outputs
    }

    func outputs(fromUnexpectedResponse response: HTTPResponse, to output: VideoOutput) throws -> [VideoOutput] {
        try provider.outputs(fromUnexpectedResponse: response, to: output, of: remote)
    }
}
