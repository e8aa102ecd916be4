extension VideoClient {
    /// Submits a request, waits for the provider, and downloads the verified file.
    ///
    /// Once it is submitted, the task stays in the journal. A failed poll or download never submits again;
    /// ``resume(_:to:replacing:outputs:wait:observe:)`` continues the task.
    /// - Parameters:
    ///   - request: the request.
    ///   - providerID: the ID of the provider.
    ///   - path: the destination of the file.
    ///   - replacing: whether an existing file at the destination may be replaced.
    ///   - outputs: the outputs to store besides the video.
    ///   - wait: how long to wait for the provider.
    ///   - observe: receives the events until the file is stored.
    /// - Returns: the task, `stored`, with its file.
    /// - Throws: ``VideoError``, whose ``VideoError/purchase`` says whether the video was bought; `CancellationError` if
    ///   the caller is cancelled after the provider accepted the task. The task is in the journal then.
    @discardableResult
    public func generate(
        _ request: VideoRequest,
        using providerID: String,
        savingTo path: String,
        replacing: Bool = false,
        outputs: OutputSelection = .video,
        wait: WaitLimit = .standard,
        observe: VideoObserver? = nil
    ) async throws -> VideoTask {
        let path = absolute(path)
        try checkDestination(path, replacing: replacing)
        let submitOnce = {
            try await submit(request, using: providerID, savingTo: path, replacing: replacing, observe: observe)
        }
        let task = replacing ? try await submitOnce() : try await reserving(path, submitOnce)
        do {
            return try await resume(
                task.id,
                to: path,
                replacing: replacing,
                outputs: outputs,
                wait: wait,
                observe: observe
            )
        } catch let error as VideoError where error.purchase == .none {
            // For example, the journal cannot be read any more. The provider has accepted the task.
            throw error.about(task)
        }
    }

    /// Finishes a task from its current state: waits for the provider, downloads the file, verifies and stores it.
    ///
    /// It can be called at any time, after any crash, by any process. It never submits.
    /// - Parameters:
    ///   - id: the task.
    ///   - path: the destination of the file; nil for the one that was given with the request.
    ///   - replacing: whether an existing file at the destination may be replaced. A permission that was given with the
    ///     request also applies to the destination of the request.
    ///   - outputs: the outputs to store besides the video.
    ///   - wait: how long to wait for the provider.
    ///   - observe: receives the events until the file is stored.
    /// - Throws: ``VideoError``, with code `outcomeUnknown` if it is unknown whether the provider has the task;
    ///   `CancellationError`.
    @discardableResult
    public func resume(
        _ id: VideoTask.ID,
        to path: String? = nil,
        replacing: Bool = false,
        outputs: OutputSelection = .video,
        wait: WaitLimit = .standard,
        observe: VideoObserver? = nil
    ) async throws -> VideoTask {
        try await onJournalThreads {
            try await finish(id, to: path, replacing: replacing, outputs: outputs, wait: wait, observe)
        }
    }

    private func finish(
        _ id: VideoTask.ID,
        to path: String?,
        replacing: Bool,
        outputs: OutputSelection,
        wait: WaitLimit,
        _ observe: VideoObserver?
    ) async throws -> VideoTask {
        var task = try await checkedAgain(try await journal.syncedTask(id))
        if task.state == .queued || task.state == .running {
            for try await update in updates(of: id, wait: wait, observe: observe) {
                observe?(.task(update))
                task = update
            }
        }
        switch task.state {
        case .stored where outputs == .video: return task
        case .stored: return try await save(id, replacing: replacing, outputs: outputs, observe: observe)
        case .succeeded:
            return try await save(id, to: path, replacing: replacing, outputs: outputs, observe: observe)
        default:
            let failure =
                task.failure
                ?? VideoError(
                    task.state == .cancelled ? .cancelled : .taskExpired,
                    "\(id) is \(task.state).",
                    provider: task.provider.id
                )
            throw failure.about(task)
        }
    }
}
