extension VideoClient {
    /// Returns all tasks of the journal in the order in which they were created.
    /// - Throws: ``VideoError`` with code `storageFailed` if the journal cannot be read. A single unreadable task is
    ///   left out.
    public func tasks() async throws(VideoError) -> [VideoTask] {
        try await onJournalThreads { () async throws(VideoError) in try await journal.tasks() }
    }

    /// Returns a task, or nil if the journal has none with the ID.
    /// - Throws: ``VideoError`` with code `storageFailed` if it cannot be read.
    public func task(_ id: VideoTask.ID) async throws(VideoError) -> VideoTask? {
        try await onJournalThreads { () async throws(VideoError) in try await journal.task(id) }
    }

    /// Returns the tasks that have not ended, in the order in which they were created.
    ///
    /// Call this after a start to find the tasks to finish with ``resume(_:to:replacing:outputs:wait:observe:)``, and those at
    /// `outcomeUnknown` to settle with ``resolve(_:as:)``.
    /// - Throws: ``VideoError`` with code `storageFailed` if the journal cannot be read.
    public func unfinished() async throws(VideoError) -> [VideoTask] {
        try await tasks().filter(\.state.isUnfinished)
    }

    /// Returns the task with a label, or nil if the journal has none. A pruned task is returned without its request.
    /// - Throws: ``VideoError``: `invalidRequest` if the text cannot be a label, `storageFailed` if the journal cannot be
    ///   read.
    public func task(labeled label: String) async throws(VideoError) -> VideoTask? {
        let label = try TaskLabel(label)
        return try await onJournalThreads { () async throws(VideoError) in try await journal.task(labeled: label) }
    }

    /// Returns the entries of a task in order, or an empty array if the journal has none with the ID.
    /// - Throws: ``VideoError`` with code `storageFailed` if they cannot be read.
    public func history(of id: VideoTask.ID) async throws(VideoError) -> [JournalEntry] {
        try await onJournalThreads { () async throws(VideoError) in try await journal.history(of: id) }
    }

    /// Removes finished tasks that are older than an age from the journal. The videos stay where they are, the
    /// providers' IDs stay known, and the budget still counts the tasks.
    /// - Parameters:
    ///   - age: the least age of a task that is removed.
    ///   - forgettingLabels: whether the labels of pruned tasks are free again. Otherwise a label still returns its task,
    ///     without the request, and does not buy another video.
    /// - Returns: the number of removed tasks.
    /// - Throws: ``VideoError``: `storageFailed`, or `busy` if another process is pruning; `CancellationError`.
    @discardableResult
    public func prune(olderThan age: Duration, forgettingLabels: Bool = false) async throws -> Int {
        try await onJournalThreads {
            try await journal.prune(olderThan: age, forgettingLabels: forgettingLabels)
        }
    }

    /// Adds a task that was submitted with another journal, so that it can be waited for and saved here.
    ///
    /// A ``VideoTask`` is `Codable` and contains no secret, so that one process can submit and another one can save. A
    /// task that is still being submitted elsewhere is refused, because its outcome is not known yet.
    /// - Throws: ``VideoError``: `configurationInvalid` if its provider is not configured here, `invalidRequest` if
    ///   another task of this journal has or had its ID at the provider; `CancellationError`.
    public func adopt(_ task: VideoTask) async throws {
        _ = try provider(of: task)
        guard task.remote != nil || task.state == .outcomeUnknown else {
            throw VideoError(
                .invalidRequest,
                "\(task.id) is \(task.state): it was not submitted yet.",
                localID: task.id
            )
        }
        try await onJournalThreads { try await journal.adopt(task) }
    }

    /// Runs work on the threads of the journal's disk, which can block.
    func onJournalThreads<Value, Failure: Error>(
        _ work: () async throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        try await journal.environment.disk.withDiskExecutor(work)
    }
}
