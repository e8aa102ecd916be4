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
    ///   - label: the caller's own name of the task, unique in the journal, with at most 200 bytes; nil for none.
    ///   - again: whether the label may buy another video after one that was bought has failed or expired.
    ///   - priority: the priority among the tasks that wait for the same provider and model.
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
        label: String? = nil,
        again: Bool = false,
        priority: Int = 0,
        outputs: OutputSelection = .video,
        wait: WaitLimit = .standard,
        observe: VideoObserver? = nil
    ) async throws -> VideoTask {
        let (order, loaded) = try await onJournalThreads {
            () async throws(VideoError) -> (SubmitOrder, LoadedRequest) in
            try self.order(
                request,
                Route(over: [.init(providerID)]),
                isRouted: false,
                savingTo: absolute(path),
                replacing: replacing,
                label: label,
                again: again,
                priority: priority
            )
        }
        return try await generate(order, loaded, outputs: outputs, wait: wait, observe)
    }

    /// Submits a request to the first candidate of a route that can take it, waits, and downloads the verified file.
    @discardableResult
    public func generate(
        _ request: VideoRequest,
        using route: Route,
        savingTo path: String,
        replacing: Bool = false,
        label: String? = nil,
        again: Bool = false,
        priority: Int = 0,
        outputs: OutputSelection = .video,
        wait: WaitLimit = .standard,
        observe: VideoObserver? = nil
    ) async throws -> VideoTask {
        let (order, loaded) = try await onJournalThreads {
            () async throws(VideoError) -> (SubmitOrder, LoadedRequest) in
            try self.order(
                request,
                route,
                isRouted: true,
                savingTo: absolute(path),
                replacing: replacing,
                label: label,
                again: again,
                priority: priority
            )
        }
        return try await generate(order, loaded, outputs: outputs, wait: wait, observe)
    }

    private func generate(
        _ order: SubmitOrder,
        _ loaded: LoadedRequest,
        outputs: OutputSelection,
        wait: WaitLimit,
        _ observe: VideoObserver?
    ) async throws -> VideoTask {
        var task = try await submitted(order, loaded, observe)
        while true {
            do {
                // A pruned task is known by its label alone.
                guard try await journal.task(task.id) != nil else {
                    if task.state == .stored { return task }
                    throw end(of: task)
                }
                return try await resume(
                    task.id,
                    to: order.destination,
                    replacing: order.replacesFile,
                    outputs: outputs,
                    wait: wait,
                    observe: observe
                )
            } catch let error as VideoError {
                guard let next = try await anotherAttempt(of: task.id, order, observe) else {
                    // For example, the journal cannot be read any more. The provider has accepted the task.
                    throw error.purchase == .none ? error.about(task) : error
                }
                task = next
            }
        }
    }

    /// Submits the task of an order, or returns the one that its label names.
    private func submitted(_ order: SubmitOrder, _ loaded: LoadedRequest, _ observe: VideoObserver?) async throws
        -> VideoTask
    {
        let answer = try await onJournalThreads { () async throws(VideoError) -> LabelAnswer in
            try await self.answer(to: order)
        }
        // The destination of a task that is stored already holds its file.
        if case .known(let task) = answer { return task }
        guard let path = order.destination else { throw VideoError(.invalidRequest, "There is no destination.") }
        try checkDestination(path, replacing: order.replacesFile)
        let submit = {
            try await SubmitCall(self) { () async throws(VideoError) in
                try await self.begin(order, loaded, observe)
            }.result()
        }
        // A task that waits for the same place has it already.
        let hasPlace = if case .again(let task) = answer { task.destination == path } else { false }
        return order.replacesFile || hasPlace ? try await submit() : try await reserving(path, submit)
    }

    /// Submits a task that a provider accepted and that failed once more, if its route allows another purchase.
    private func anotherAttempt(of id: VideoTask.ID, _ order: SubmitOrder, _ observe: VideoObserver?) async throws
        -> VideoTask?
    {
        let limit = order.route.attempts
        guard order.isRouted, let task = try? await journal.task(id), task.mayMakeAnother(of: limit) else { return nil }
        try Task.checkCancellation()
        try await beginAnotherAttempt(of: task, limit)
        return try await SubmitCall(self) { .run(SubmitRun(self, order, id, nil, observe)) }.result()
    }

    /// Returns a task that a provider accepted and that failed to the intent.
    /// - Parameter limit: the number of purchases that its route allows.
    func beginAnotherAttempt(of task: VideoTask, _ limit: Int) async throws(VideoError) {
        try await onJournalThreads { () async throws(VideoError) in
            do {
                try await journal.append(.attempt, to: task.id, note: "another attempt of the route") {
                    // Another caller may have made the attempt since.
                    guard $0.endedAttempts == task.endedAttempts, $0.mayMakeAnother(of: limit) else { return }
                    $0.endAttempt()
                }
            } catch { throw error as? VideoError ?? .stoppedBeforeSubmit }
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
        // The task can get another attempt meanwhile.
        while task.state == .queued || task.state == .running {
            for try await update in updates(of: id, wait: wait, observe: observe) {
                observe?(.task(update))
                task = update
            }
        }
        switch task.state {
        case .stored where outputs == .video: return task
        case .stored: return try await save(id, replacing: replacing, outputs: outputs, observe: observe)
        case .succeeded:
            return try await whenFree(until: end(of: wait)) {
                try await save(id, to: path, replacing: replacing, outputs: outputs, observe: observe)
            }
        case .intent: throw VideoError.notSubmitted(task)
        default: throw end(of: task)
        }
    }

    /// Saves a video, after the end of another process's download of it.
    /// - Parameter end: the end of the wait, in seconds of the steady clock.
    private func whenFree(until end: Double, _ save: () async throws -> VideoTask) async throws -> VideoTask {
        var pause = Duration.milliseconds(100)
        while true {
            do { return try await save() } catch let error as VideoError
                where error.code == .busy && clock.uptime.seconds < end
            {
                try await clock.sleep(for: pause)
                pause = min(pause * 2, .seconds(2))
            }
        }
    }
}
