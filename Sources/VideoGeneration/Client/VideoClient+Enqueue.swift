import VideoPlatform

extension VideoClient {
    /// Creates a task that a ``VideoWorker`` submits, and returns at once. Nothing is sent.
    ///
    /// The task is durable when the method returns. With a label, the call can be repeated safely, as a submit can.
    /// - Parameters:
    ///   - request: the request. A file of it has to be at the same path on the machine of the worker.
    ///   - providerID: the ID of the provider, which this client also needs.
    ///   - path: the destination of the file on the machine of the worker. Without one, the video stays at the provider
    ///     until ``save(_:to:replacing:outputs:observe:)``.
    ///   - replacing: whether an existing file at the destination may be replaced.
    ///   - label: the caller's own name of the task, unique in the journal, with at most 200 bytes; nil for none.
    ///   - again: whether the label may buy another video after one that was bought has failed or expired.
    ///   - priority: the priority among the tasks that wait for the same provider and model.
    /// - Returns: the new task, at `intent`, or the task that has the label.
    /// - Throws: ``VideoError``: `invalidRequest` if the model does not take the request, or the journal does not keep
    ///   a part of it; `labelInUse` if another request has the label; `storageFailed`.
    @discardableResult
    public func enqueue(
        _ request: VideoRequest,
        using providerID: String,
        savingTo path: String? = nil,
        replacing: Bool = false,
        label: String? = nil,
        again: Bool = false,
        priority: Int = 0
    ) async throws(VideoError) -> VideoTask {
        try await onJournalThreads { () async throws(VideoError) in
            let (order, loaded) = try self.order(
                request,
                Route(over: [.init(providerID)]),
                isRouted: false,
                savingTo: path.map(absolute),
                replacing: replacing,
                label: label,
                again: again,
                priority: priority
            )
            return try await enqueue(order, loaded)
        }
    }

    /// Creates a task that a ``VideoWorker`` submits to the first candidate of a route that can take it.
    @discardableResult
    public func enqueue(
        _ request: VideoRequest,
        using route: Route,
        savingTo path: String? = nil,
        replacing: Bool = false,
        label: String? = nil,
        again: Bool = false,
        priority: Int = 0
    ) async throws(VideoError) -> VideoTask {
        try await onJournalThreads { () async throws(VideoError) in
            let (order, loaded) = try self.order(
                request,
                route,
                isRouted: true,
                savingTo: path.map(absolute),
                replacing: replacing,
                label: label,
                again: again,
                priority: priority
            )
            return try await enqueue(order, loaded)
        }
    }

    private func enqueue(_ order: SubmitOrder, _ loaded: LoadedRequest) async throws(VideoError) -> VideoTask {
        while true {
            let pruned: VideoTask.ID?
            switch try await answer(to: order) {
            case .known(let task): return task
            case .again(let task):
                try await beginAgain(task, order)
                return try await journal.existingTask(task.id)
            case .new(let known): pruned = known
            }
            let candidates = try openCandidates(of: order, loaded).0
            let first: RouteCandidate?
            do { first = try await ordered(candidates, by: order.route.strategy).first } catch {
                throw error as? VideoError ?? .stoppedBeforeSubmit
            }
            guard let first else { throw VideoError.stoppedBeforeSubmit }
            try checkKept(order, first)
            // Otherwise another caller created the task of the label since.
            guard case .created(let log) = try await create(order, first, replacing: pruned) else { continue }
            let task = log.task
            await log.closeForOthers()
            do { try await journal.sync(task.id) } catch {
                throw error as? VideoError ?? .stoppedBeforeSubmit
            }
            return task
        }
    }

    /// Refuses a request of which the journal does not keep everything, so that no other process could send it.
    private func checkKept(_ order: SubmitOrder, _ first: RouteCandidate) throws(VideoError) {
        let task = order.task(VideoTask.ID(number: 1, bits: 0), first, at: clock.now)
        do {
            let kept = try JournalFormat.value(VideoTask.self, in: JournalFormat.json(task))
            let loaded = try load(SubmitOrder(waiting: kept).request)
            if loaded.request.isWhole(task.digest) { return }
        } catch {}
        throw VideoError(
            .invalidRequest,
            "A worker could not send this request, because the journal does not keep a private prompt, the bytes of a file, or the query of a link.",
            advice:
                "Nothing was sent. Give files by their paths and links without a query, or submit the request from this process."
        )
    }
}
