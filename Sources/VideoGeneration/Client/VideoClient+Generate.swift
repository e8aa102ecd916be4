extension VideoClient {
    /// Buys a video, waits for it, and brings it home.
    ///
    /// Whatever happens after the purchase, the task stays in the journal: a failed poll or download never
    /// buys again, and ``resume(_:to:replacing:wait:observe:)`` takes it up where it was.
    /// - Parameters:
    ///   - request: what to make.
    ///   - providerID: who makes it.
    ///   - path: where the file is to be.
    ///   - replacing: whether a file that is there already may be replaced.
    ///   - wait: how long to wait for the provider; the end of the wait is not the end of the task.
    ///   - observe: is told what happens meanwhile.
    /// - Returns: the task, `stored`, with its file.
    /// - Throws: ``VideoError``, whose ``VideoError/purchase`` says whether the video was bought; `CancellationError`
    ///   after the provider has taken the order. In both cases the task is in the journal.
    @discardableResult
    public func generate(
        _ request: VideoRequest,
        using providerID: String,
        savingTo path: String,
        replacing: Bool = false,
        wait: Duration? = .seconds(20 * 60),
        observe: VideoObserver? = nil
    ) async throws -> VideoTask {
        let path = absolute(path)
        try checkDestination(path, replacing: replacing)
        let order = {
            try await submit(request, using: providerID, savingTo: path, replacing: replacing, observe: observe)
        }
        let task = replacing ? try await order() : try await reserving(path, order)
        do {
            return try await resume(task.id, to: path, replacing: replacing, wait: wait, observe: observe)
        } catch let error as VideoError where error.purchase == .none {
            // Such as a journal that cannot be read any more: the order was taken all the same.
            throw error.about(task)
        }
    }

    /// Finishes a task from wherever it is: waits for the provider, downloads, verifies, stores.
    ///
    /// Safe to call at any time, after any crash, by any process. It never buys.
    /// - Parameters:
    ///   - id: the task.
    ///   - path: where the file is to be; nil for where it was to be when it was ordered.
    ///   - replacing: whether a file that is there already may be replaced, beside what the order says of its place.
    ///   - wait: how long to wait for the provider; the end of the wait is not the end of the task.
    ///   - observe: is told what happens meanwhile.
    /// - Throws: ``VideoError``; `outcomeUnknown` where nobody knows whether there is anything to wait for.
    @discardableResult
    public func resume(
        _ id: VideoTask.ID,
        to path: String? = nil,
        replacing: Bool = false,
        wait: Duration? = .seconds(20 * 60),
        observe: VideoObserver? = nil
    ) async throws -> VideoTask {
        try await journal.disk.withDiskExecutor {
            try await finish(id, to: path, replacing: replacing, wait: wait, observe)
        }
    }

    private func finish(
        _ id: VideoTask.ID,
        to path: String?,
        replacing: Bool,
        wait: Duration?,
        _ observe: VideoObserver?
    ) async throws -> VideoTask {
        var task = try await askedOnceMore(try await known(id))
        if task.state == .queued || task.state == .running {
            for try await update in updates(of: id, wait: wait, observe: observe) {
                observe?(.task(update))
                task = update
            }
        }
        switch task.state {
        case .stored: return task
        case .succeeded: return try await save(id, to: path, replacing: replacing, observe: observe)
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

    /// Takes in a task that was ordered elsewhere, so that it can be waited for and saved here.
    ///
    /// A ``VideoTask`` is `Codable` and holds no secret: one process orders, another one brings the video home.
    /// A task whose purchase is still under way elsewhere is not taken: its outcome is not known yet.
    /// - Throws: ``VideoError``; `configurationInvalid` where its provider is not set up here, `invalidRequest` if
    ///   another task of this journal has or had its ID at the provider.
    public func adopt(_ task: VideoTask) throws {
        _ = try provider(of: task)
        guard task.remote != nil || task.state == .outcomeUnknown else {
            throw VideoError(
                .invalidRequest,
                "\(task.id) is \(task.state): there is nothing to take over yet.",
                localID: task.id
            )
        }
        try journal.adopt(task)
    }
}
