import VideoPlatform

extension VideoClient {
    /// Submits a request, and returns as soon as the provider has accepted the task.
    ///
    /// Files that the provider does not take in the body of a request are uploaded first, which buys nothing. The task is
    /// in the journal before the request itself is sent, and the provider's ID is in the journal before this
    /// method returns. There are three outcomes: accepted (a task is returned), refused (an error; nothing was bought),
    /// and unknown (an error with code `outcomeUnknown`; the task is in the journal and is never sent again
    /// automatically).
    /// - Parameters:
    ///   - request: the request.
    ///   - providerID: the ID of the provider.
    ///   - path: the destination of the file, for a later ``save(_:to:replacing:outputs:observe:)``.
    ///   - replacing: whether an existing file at the destination may be replaced then.
    ///   - observe: receives the events until the task is accepted. A request for a model that its vendor has retired is
    ///     sent after a warning, because relays may still offer the model.
    /// - Throws: ``VideoError``. Its ``VideoError/purchase`` says whether the video was bought: `none`, `unknown`, or
    ///   `made` if the provider accepted the task and its ID could not be written. If the caller is cancelled before
    ///   the request is sent, the error has code `cancelled` instead of being a `CancellationError`. A request in
    ///   flight continues for a few seconds. Without a response by then, its outcome is unknown.
    @discardableResult
    public func submit(
        _ request: VideoRequest,
        using providerID: String,
        savingTo path: String? = nil,
        replacing: Bool = false,
        observe: VideoObserver? = nil
    ) async throws -> VideoTask {
        try await onJournalThreads {
            try await performSubmit(request, using: providerID, savingTo: path, replacing: replacing, observe)
        }
    }

    private func performSubmit(
        _ request: VideoRequest,
        using providerID: String,
        savingTo path: String?,
        replacing: Bool,
        _ observe: VideoObserver?
    ) async throws -> VideoTask {
        let provider = try provider(providerID)
        let prepared = try prepare(request, for: provider)
        let estimate = provider.info.estimate(prepared)
        let allowance = try settings.budget.map { try Allowance(estimate, within: $0) }
        try? await journal.completeClaims()
        try await admit(to: provider)
        let sent: VideoRequest
        do { sent = try await upload(prepared, to: provider, within: allowance, observe) } catch {
            submitWindow.leave(provider.info.endpoint, isAccepted: nil)
            throw error
        }
        var kept = request
        kept.model = prepared.model
        let log = try await beginTask(at: provider, within: allowance) { [kept] in
            var task = VideoTask(
                id: $0,
                provider: provider.info.reference,
                request: kept,
                createdAt: clock.now,
                destination: path
            )
            task.cost = estimate.total
            task.orderedSeconds = estimate.seconds
            task.replacesFile = replacing
            return task
        }
        defer { log.close() }
        observe?(.task(log.task))
        if let warning = provider.info.retirementWarning(for: prepared, at: clock.now) {
            observe?(.warning(log.task, warning))
        }
        return try await send(sent, to: provider, within: allowance, log, observe)
    }

    /// Sends an admitted request until the provider accepts or refuses it, or its outcome is unknown.
    private func send(
        _ request: VideoRequest,
        to provider: any VideoGenerating,
        within allowance: Allowance?,
        _ log: any TaskLog,
        _ observe: VideoObserver?
    ) async throws -> VideoTask {
        var failures = 0
        while true {
            let snapshot: TaskSnapshot
            let files = ReceivedParts(of: log.task.id, in: journal.partsFolder, disk: disk)
            defer { files.removeOthers() }
            do {
                var context = context(idempotencyKey: log.task.ownID)
                context.files = files
                snapshot = try await provider.submit(request, in: context)
            } catch {
                failures += 1
                let failure = Self.submitFailure(error, log.task)
                await noteResult(isAccepted: failure.purchase == .unknown ? false : nil, by: provider)
                let decision = retryQuotas.decide(
                    settings.retry,
                    .submit,
                    failure,
                    failures: failures,
                    at: provider.info.endpoint.origin,
                    now: clock.now,
                    random: random
                )
                guard case .retry(let delay) = decision else { throw await recordFailure(failure, log, observe) }
                try await pause(delay, after: failure, to: provider, log, observe)
                do { try await enterAgain(log, within: allowance, observe) } catch {
                    submitWindow.leave(provider.info.endpoint, isAccepted: nil)
                    throw error
                }
                continue
            }
            let accepted: Result<VideoTask, any Error>
            do { accepted = .success(try await accept(snapshot, log, observe)) } catch { accepted = .failure(error) }
            // The ID is durable before the endpoint's record is waited for. An ID that no poll has confirmed does not
            // prove that the provider works.
            await noteResult(isAccepted: !snapshot.isProvisional, by: provider)
            return try accepted.get()
        }
    }

    /// Begins a task in the journal.
    /// - Throws: ``VideoError``. Nothing was sent, and the error says so.
    private func beginTask(
        at provider: any VideoGenerating,
        within allowance: Allowance?,
        _ make: (VideoTask.ID) -> VideoTask
    ) async throws(VideoError) -> any TaskLog {
        do { return try await journal.begin(within: allowance, make) } catch {
            submitWindow.leave(provider.info.endpoint, isAccepted: nil)
            guard var error = error as? VideoError else { throw VideoError.stoppedBeforeSubmit }
            if error.code == .storageFailed {
                error.advice = ["Nothing was sent.", error.advice].compactMap(\.self).joined(separator: " ")
            }
            throw error
        }
    }
}
