import VideoPlatform

extension VideoClient {
    /// Submits a request, and returns as soon as the provider has accepted the task.
    ///
    /// Files that the provider does not take in the body of a request are uploaded first, which buys nothing. The task is
    /// in the journal before the request itself is sent, and the provider's ID is in the journal before this
    /// method returns. There are three outcomes: accepted (a task is returned), refused (an error; nothing was bought),
    /// and unknown (an error with code `outcomeUnknown`; the task is in the journal and is never sent again
    /// automatically).
    ///
    /// A task waits, at `intent`, while the limits of the account or the model are reached; see
    /// ``ProviderInfo/limits``.
    ///
    /// With a label, the call can be repeated safely, also after a crash: the task that has the label is returned if it
    /// waits, runs or is stored, and also if its outcome is unknown. A task that failed and bought nothing is submitted
    /// again.
    /// - Parameters:
    ///   - request: the request.
    ///   - providerID: the ID of the provider.
    ///   - path: the destination of the file, for a later ``save(_:to:replacing:outputs:observe:)``.
    ///   - replacing: whether an existing file at the destination may be replaced then.
    ///   - label: the caller's own name of the task, unique in the journal, with at most 200 bytes; nil for none.
    ///   - again: whether the label may buy another video after one that was bought has failed or expired.
    ///   - priority: the priority among the tasks that wait for the same provider and model. A higher number is sent
    ///     first, and an older task before a younger one.
    ///   - observe: receives the events until the task is accepted. A request for a model that its vendor has retired is
    ///     sent after a warning, because relays may still offer the model.
    /// - Throws: ``VideoError``. Its ``VideoError/purchase`` says whether the video was bought: `none`, `unknown`, or
    ///   `made` if the provider accepted the task and its ID could not be written, or if an earlier attempt was bought.
    ///   If the caller is cancelled before
    ///   the request is sent, the error has code `cancelled` instead of being a `CancellationError`. A request in
    ///   flight continues for a few seconds. Without a response by then, its outcome is unknown. Code `labelInUse` if
    ///   another request has the label.
    @discardableResult
    public func submit(
        _ request: VideoRequest,
        using providerID: String,
        savingTo path: String? = nil,
        replacing: Bool = false,
        label: String? = nil,
        again: Bool = false,
        priority: Int = 0,
        observe: VideoObserver? = nil
    ) async throws(VideoError) -> VideoTask {
        try await call(
            request,
            Route(over: [.init(providerID)]),
            isRouted: false,
            savingTo: path,
            replacing: replacing,
            label: label,
            again: again,
            priority: priority,
            observe
        ).result()
    }

    /// Submits a request to the first candidate of a route that can take it, and returns as soon as a provider has
    /// accepted the task.
    ///
    /// The next candidate is tried only if it is proven that nothing was bought. An unknown outcome ends the submit. Every
    /// attempt is in ``VideoTask/attempts`` and in the history of the one task.
    /// - Parameters:
    ///   - request: the request.
    ///   - route: the candidates and their order.
    ///   - path: the destination of the file, for a later ``save(_:to:replacing:outputs:observe:)``.
    ///   - replacing: whether an existing file at the destination may be replaced then.
    ///   - label: the caller's own name of the task, unique in the journal, with at most 200 bytes; nil for none.
    ///   - again: whether the label may buy another video after one that was bought has failed or expired.
    ///   - priority: the priority among the tasks that wait for the same provider and model.
    ///   - observe: receives the events until the task is accepted.
    /// - Throws: ``VideoError``, whose ``VideoError/purchase`` is the worst over all attempts: `unknown`, then `made`, then
    ///   `none`. Code `noCandidate` if no candidate took the request, with the reason for each.
    @discardableResult
    public func submit(
        _ request: VideoRequest,
        using route: Route,
        savingTo path: String? = nil,
        replacing: Bool = false,
        label: String? = nil,
        again: Bool = false,
        priority: Int = 0,
        observe: VideoObserver? = nil
    ) async throws(VideoError) -> VideoTask {
        try await call(
            request,
            route,
            isRouted: true,
            savingTo: path,
            replacing: replacing,
            label: label,
            again: again,
            priority: priority,
            observe
        ).result()
    }

    /// Submits a task that waits in the journal, such as one whose program ended before it was sent, and returns as soon
    /// as a provider has accepted it.
    ///
    /// This buys a video. A task that another process sends at the same moment is sent once.
    /// - Parameters:
    ///   - id: the task. A task that does not wait any more is returned as it is.
    ///   - observe: receives the events until the task is accepted.
    /// - Throws: ``VideoError``, as for a new task. Code `notSubmitted` if the journal does not keep a part of the request:
    ///   a private prompt, bytes, or the query of a link. The task still waits then.
    @discardableResult
    public func submit(waiting id: VideoTask.ID, observe: VideoObserver? = nil) async throws(VideoError) -> VideoTask {
        try await waitingCall(id, observe).result()
    }

    // The calls are made apart from the asynchronous functions, whose frames take memory as long as the calls wait.

    @inline(never)
    private func call(
        _ request: VideoRequest,
        _ route: Route,
        isRouted: Bool,
        savingTo path: String?,
        replacing: Bool,
        label: String?,
        again: Bool,
        priority: Int,
        _ observe: VideoObserver?
    ) -> SubmitCall {
        SubmitCall(self) { () async throws(VideoError) in
            let (order, loaded) = try self.order(
                request,
                route,
                isRouted: isRouted,
                savingTo: path,
                replacing: replacing,
                label: label,
                again: again,
                priority: priority
            )
            return try await self.begin(order, loaded, observe)
        }
    }

    /// Creates the submit of a task that waits in the journal.
    @inline(never)
    func waitingCall(_ id: VideoTask.ID, _ observe: VideoObserver?) -> SubmitCall {
        SubmitCall(self) { () async throws(VideoError) in
            let task = try await self.journal.existingTask(id)
            // One that another caller sends at this moment may wait again.
            guard task.state == .intent || task.state == .submitting else { return .known(task) }
            if task.suspension != nil { throw VideoError.suspended(task) }
            let order = SubmitOrder(waiting: task)
            guard let loaded = try? self.load(order.request), loaded.request.isWhole(task.digest) else {
                throw VideoError(
                    .notSubmitted,
                    "The journal does not hold the whole request of \(id): a private prompt, the query of a link, or the bytes of a file are missing or have changed.",
                    advice:
                        "Nothing was bought, and the task still waits. Submit the request itself again, with the same label if it has one.",
                    localID: id
                )
            }
            return .run(SubmitRun(self, order, id, nil, observe))
        }
    }

    func order(
        _ request: VideoRequest,
        _ route: Route,
        isRouted: Bool,
        savingTo path: String?,
        replacing: Bool,
        label: String?,
        again: Bool,
        priority: Int
    ) throws(VideoError) -> (SubmitOrder, LoadedRequest) {
        // A provider that does not exist, and a kind of file that the model does not take, are found before a large file
        // is read.
        if !isRouted { try check(request, for: route.candidates[0].provider) }
        let loaded = try load(request)
        let order = try SubmitOrder(
            request,
            loaded,
            route,
            isRouted: isRouted,
            savingTo: path,
            replacing: replacing,
            label: label,
            again: again,
            priority: priority
        )
        return (order, loaded)
    }

    /// Creates the task of an order, or finds the one that its label names.
    func begin(_ order: SubmitOrder, _ loaded: LoadedRequest, _ observe: VideoObserver?) async throws(VideoError)
        -> SubmitCall.Beginning
    {
        while true {
            let pruned: VideoTask.ID?
            switch try await answer(to: order) {
            case .known(let task): return .known(task)
            case .again(let task):
                try await beginAgain(task, order)
                return .run(SubmitRun(self, order, task.id, nil, isAnotherAttempt: task.state != .intent, observe))
            case .new(let known): pruned = known
            }
            try? await journal.completeClaims()
            let candidates = try openCandidates(of: order, loaded).0
            let (first, uploads) = try await firstCandidate(candidates, order, observe)
            // Otherwise another caller created the task of the label since.
            guard case .created(let log) = try await create(order, first, replacing: pruned) else { continue }
            return .run(SubmitRun(self, order, log.task.id, log, candidates: candidates, uploads: uploads, observe))
        }
    }

    /// Returns the candidates that can make the request of an order.
    /// - Throws: the reason if there is none.
    func openCandidates(of order: SubmitOrder, _ loaded: LoadedRequest) throws(VideoError) -> (
        [RouteCandidate], [RouteChoice.LeftOut]
    ) {
        guard order.isRouted else { return ([try namedCandidate(order.route.candidates[0], for: loaded)], []) }
        let (fitting, leftOut) = try candidates(of: order.route, for: loaded)
        guard fitting.isEmpty else { return (fitting, leftOut) }
        let reasons = leftOut.map { "\($0.candidate): \($0.reason.message)" }.joined(separator: " ")
        throw VideoError(
            .noCandidate,
            "No candidate of the route can take the request. \(reasons)",
            advice: "Nothing was sent. Change the request or the route."
        )
    }

    /// Returns the candidate that is tried first, with its files uploaded: there is no task yet, so that a process that
    /// ends during the upload leaves nothing that may look bought.
    private func firstCandidate(_ candidates: [RouteCandidate], _ order: SubmitOrder, _ observe: VideoObserver?)
        async throws(VideoError) -> (RouteCandidate, uploads: [SubmitLane.ID: VideoRequest])
    {
        var failure = VideoError.stoppedBeforeSubmit
        let ordered: [RouteCandidate]
        do { ordered = try await self.ordered(candidates, by: order.route.strategy) } catch {
            throw error as? VideoError ?? failure
        }
        for candidate in ordered {
            do throws(VideoError) {
                if !order.isRouted { try await checkAdmission(to: candidate.provider) }
                let sent = try await upload(
                    candidate.request,
                    to: candidate.provider,
                    within: candidate.allowance,
                    observe
                )
                return (candidate, candidate.request.media.isEmpty ? [:] : [candidate.lane: sent])
            } catch {
                failure = error
                if error.code == .cancelled { break }
            }
        }
        throw failure
    }

    func create(_ order: SubmitOrder, _ first: RouteCandidate, replacing pruned: VideoTask.ID?)
        async throws(VideoError) -> TaskCreation
    {
        do {
            return try await journal.create(under: order.label, replacing: pruned) {
                order.task($0, first, at: clock.now)
            }
        } catch {
            throw (error as? VideoError)?.tellingUnsent ?? .stoppedBeforeSubmit
        }
    }
}

extension VideoRequest {
    /// Whether the request, as the journal kept it, is the one with a fingerprint. The journal's form of a request for a
    /// provider that the caller named also has the provider's default model.
    func isWhole(_ expected: String?) -> Bool {
        var plain = self
        plain.model = nil
        return [self, plain].contains { (try? $0.digest()) == expected }
    }
}
