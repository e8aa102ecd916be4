/// Where a poller reads its task, and writes what has changed.
protocol PollRecord: Sendable {
    /// Returns the task that is polled.
    func existingTask(_ id: VideoTask.ID) async throws(VideoError) -> VideoTask
    /// Appends an entry to the task.
    func append(_ header: JournalEntry.Header, to id: VideoTask.ID, _ change: (inout VideoTask) -> Void) async throws
        -> VideoTask
    /// Makes the entries of the task durable.
    func sync(_ id: VideoTask.ID) async throws
}

/// The record of a poller that writes each change at once.
struct JournalPollRecord: PollRecord {
    let journal: any Journal

    func existingTask(_ id: VideoTask.ID) async throws(VideoError) -> VideoTask { try await journal.existingTask(id) }

    func append(_ header: JournalEntry.Header, to id: VideoTask.ID, _ change: (inout VideoTask) -> Void) async throws
        -> VideoTask
    { try await journal.append(header, to: id, change) }

    func sync(_ id: VideoTask.ID) async throws { try await journal.sync(id) }
}
